package dev.eqm.core.device;

import ai.djl.Device;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.eqm.core.check.Check;
import dev.eqm.core.kernel.Libtorch;
import java.util.List;
import java.util.Map;

/**
 * Whether CUDA may round the operands of float32 matrix products and convolutions to TF32, 10 bits
 * of fraction instead of 23: up to eight times the speed at about the accuracy of half precision.
 *
 * <p>One switch of the whole process, off unless {@link #use} says otherwise; CPUs know no TF32.
 * DJL has no such switch, so libtorch's own is thrown: {@code at::Context::setAllowTF32CuBLAS} and
 * {@code setAllowTF32CuDNN}, which work whenever they are called and win over {@code
 * TORCH_ALLOW_TF32_CUBLAS_OVERRIDE}. Their names are those of Linux. A libtorch that does not have
 * them is steered by environment variables: {@link Tf32Variables}.
 *
 * <p>Deviation: libtorch lets convolutions be TF32 unless told otherwise; here float32 is float32.
 */
public final class Tf32 {
    private static final String CONTEXT = "_ZN2at13globalContextEv";
    private static final String SET_PRODUCTS = "_ZN2at7Context18setAllowTF32CuBLASEb";
    private static final String SET_CONVOLUTIONS = "_ZN2at7Context17setAllowTF32CuDNNEb";
    private static final String PRODUCTS = "_ZNK2at7Context15allowTF32CuBLASEv";
    private static final String CONVOLUTIONS = "_ZNK2at7Context14allowTF32CuDNNEv";

    private static final List<String> SWITCH =
            List.of(CONTEXT, SET_PRODUCTS, SET_CONVOLUTIONS, PRODUCTS, CONVOLUTIONS);

    private Tf32() {}

    /** What libtorch says about itself. */
    record State(boolean products, boolean convolutions) {}

    /** Whether the switch can be reached on this system. */
    public static boolean isSettable() {
        return LoadedTorch.isReachable();
    }

    /**
     * Allows or forbids TF32 for the whole process, from now on. Without effect if the device is a
     * CPU.
     *
     * @throws IllegalArgumentException if it is to be allowed where the switch cannot be reached
     * @throws IllegalStateException if libtorch does not obey, or has no such switch and
     *     environment variables do not say the same
     */
    public static void use(boolean allowed, Device device) {
        use(allowed, device, SWITCH, System.getenv());
    }

    /**
     * The same where the switch has other names.
     *
     * @param symbols of the switch; where one is missing, the variables must say what is wanted
     */
    static void use(
            boolean allowed, Device device, List<String> symbols, Map<String, String> variables) {
        if (!device.isGpu() || (!isSettable() && !allowed)) {
            return;
        }
        String rule = "tf32 can be switched on only under Linux, but this is %s; set tf32 to false";
        Check.require(isSettable(), rule, System.getProperty("os.name"));
        if (hasSwitch(symbols)) {
            set(allowed);
        } else {
            new Tf32Variables(variables).require(allowed, Libtorch.version());
        }
    }

    /** Whether the loaded libtorch has all these symbols; another version may not. */
    static boolean hasSwitch(List<String> symbols) {
        NativeLibrary torch = torch();
        try {
            symbols.forEach(torch::getFunction);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** For people: what libtorch may round, read from libtorch. */
    public static String describe() {
        return describe(SWITCH);
    }

    /** The same where the switch has other names: only asks, and never fails. */
    static String describe(List<String> symbols) {
        if (!isSettable()) {
            return "unknown: it can be read only under Linux";
        }
        try {
            if (!hasSwitch(symbols)) {
                return "unknown: libtorch "
                        + Libtorch.version()
                        + " has no switch for it where eqm expects it (CUDA only); "
                        + Tf32Variables.DESCRIPTION;
            }
        } catch (IllegalStateException e) { // neither is it where eqm looks for the library
            return "unknown: " + e.getMessage();
        }
        State now = read();
        String products = now.products ? "allowed" : "off";
        String convolutions = now.convolutions ? "allowed" : "off";
        return "products " + products + ", convolutions " + convolutions + " (CUDA only)";
    }

    /** {@link #use} whatever the device. */
    static void set(boolean allowed) {
        NativeLibrary torch = torch();
        byte flag = (byte) (allowed ? 1 : 0);
        for (String setter : new String[] {SET_PRODUCTS, SET_CONVOLUTIONS}) {
            function(torch, setter).invokeVoid(new Object[] {context(torch), flag});
        }
        State now = read();
        if (now.products != allowed || now.convolutions != allowed) {
            String problem = "libtorch does not accept tf32 " + allowed + ": it reports " + now;
            String remedy = "keep tf32 at false and unset TORCH_ALLOW_TF32_CUBLAS_OVERRIDE";
            throw new IllegalStateException(problem + "; " + remedy);
        }
    }

    /** Asks libtorch. */
    static State read() {
        NativeLibrary torch = torch();
        return new State(ask(torch, PRODUCTS), ask(torch, CONVOLUTIONS));
    }

    private static boolean ask(NativeLibrary torch, String getter) {
        Object said = function(torch, getter).invoke(Byte.class, new Object[] {context(torch)});
        return (Byte) said != 0;
    }

    private static Pointer context(NativeLibrary torch) {
        return function(torch, CONTEXT).invokePointer(new Object[0]);
    }

    private static Function function(NativeLibrary torch, String symbol) {
        return torch.getFunction(symbol);
    }

    private static NativeLibrary torch() {
        try {
            return LoadedTorch.library();
        } catch (UnsatisfiedLinkError e) {
            String problem = "libtorch's switch for tf32 cannot be reached: " + e.getMessage();
            String remedy = "; set tf32 to false, or give JNA a folder with -Djna.tmpdir=DIR";
            throw new IllegalStateException(problem + remedy, e);
        }
    }
}
