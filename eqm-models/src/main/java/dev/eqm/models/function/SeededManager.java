package dev.eqm.models.function;

import static dev.eqm.core.check.Check.broken;
import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import dev.eqm.core.startup.Startup;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * What DJL's initialisers draw from: constants, and random numbers that are a function of a seed.
 * DJL's own come from one generator that the whole process shares.
 *
 * <p>Results live in the arena. Everything else that a manager can do is refused.
 */
final class SeededManager extends BaseNDManager {
    /** Instead of a seed: nothing is drawn, one number stands for all of a shape. */
    static final long SHAPES = -1;

    private final Arena arena;
    private final long seed;
    private int drawn;

    SeededManager(Arena arena, long seed) {
        super(null, arena.device());
        this.arena = arena;
        this.seed = seed;
    }

    private long nextSeed() {
        return Seeds.derive(seed, drawn++);
    }

    private NDArray standIn(Shape shape) {
        return arena.zeros(1).broadcast(shape);
    }

    @Override
    public NDArray full(Shape shape, float value, DataType type) {
        requireFloat(type);
        return seed == SHAPES ? standIn(shape) : arena.full(value, shape.getShape());
    }

    @Override
    public NDArray zeros(Shape shape, DataType type) {
        return full(shape, 0, type);
    }

    @Override
    public NDArray ones(Shape shape, DataType type) {
        return full(shape, 1, type);
    }

    /** Uniform in [low, high). */
    @Override
    public NDArray randomUniform(float low, float high, Shape shape, DataType type) {
        requireFloat(type);
        if (seed == SHAPES) {
            return standIn(shape);
        }
        NDArray u = Noise.uniform(arena, new long[] {nextSeed()}, shape).reshape(shape);
        return Arithmetic.axpy(arena.full(low, shape.getShape()), (double) high - low, u);
    }

    @Override
    public NDArray randomNormal(float mean, float std, Shape shape, DataType type) {
        requireFloat(type);
        if (seed == SHAPES) {
            return standIn(shape);
        }
        NDArray z = Noise.normal(arena, new long[] {nextSeed()}, shape).reshape(shape);
        return Arithmetic.axpy(arena.full(mean, shape.getShape()), std, z);
    }

    private static void requireFloat(DataType type) {
        require(
                type == DataType.FLOAT32,
                "parameters are float32, but an initialiser asked for %s",
                type);
    }

    private static BrokenRuleException unsupported() {
        return broken(
                "an initialiser of DJL may ask its manager only for zeros, ones, full, "
                        + "randomUniform and randomNormal, so that parameters are a function of the seed; use "
                        + "NormalInitializer, UniformInitializer, XavierInitializer or ConstantInitializer");
    }

    @Override
    public NDArray create(Buffer data, Shape shape, DataType type) {
        throw unsupported();
    }

    @Override
    public NDArray create(Shape shape, DataType type) {
        throw unsupported();
    }

    @Override
    public ByteBuffer allocateDirect(int capacity) {
        throw unsupported();
    }

    @Override
    public NDArray from(NDArray array) {
        throw unsupported();
    }

    @Override
    public NDManager newSubManager(Device device) {
        throw unsupported();
    }

    @Override
    public Engine getEngine() {
        return Startup.engine();
    }
}
