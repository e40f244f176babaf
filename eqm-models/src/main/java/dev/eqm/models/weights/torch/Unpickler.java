package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.broken;
import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.store.TensorFileException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a pickle of protocols 2 to 5 as data. It builds dicts, lists, tuples, text, numbers and
 * tensors; it has no way to import or call anything.
 *
 * <p>A pickle is a program of a stack machine: opcodes push values, {@code MARK} remembers a
 * height, the opcodes of containers gather what is above it, the memo names values for later.
 * Nothing jumps, so there are never more steps than bytes.
 *
 * <p>Numbers are little-endian, but for {@code BINFLOAT}, which is big-endian. A broken rule is an
 * {@link IllegalArgumentException} until {@code run} adds the pickle and the byte.
 */
final class Unpickler {
    static final int MAX_TEXT = 1 << 16; // bytes of one string
    private static final int MAX_MEMO = 1_000_000;
    private static final int MAX_GLOBAL = 256; // bytes of a module or a name

    private final Object file;
    private final String name;
    private final ByteBuffer in;
    private final Calls calls;
    private final String more;
    private final PickleStack stack = new PickleStack();
    private final Map<Integer, Object> memo = new HashMap<>();

    private Unpickler(Object file, String name, ByteBuffer in, Calls calls, String more) {
        this.file = file;
        this.name = name;
        this.in = in;
        this.calls = calls;
        this.more = more;
    }

    /**
     * The value of a pickle, immutable.
     *
     * @param file for messages
     * @throws TensorFileException with the byte and the rule, for whatever is not understood
     */
    static Object read(Object file, ByteBuffer pickle, Calls calls) {
        ByteBuffer in = pickle.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        String more = "ends in the middle; copy the file again";
        return new Unpickler(file, "data.pkl", in, calls, more).run(true);
    }

    /**
     * The same of a pickle behind which something else follows.
     *
     * @param name of the pickle, for messages
     * @param in little-endian, from the pickle's first byte on; left behind its last
     * @param more the problem if it goes on where {@code in} ends
     */
    static Object next(Object file, String name, ByteBuffer in, Calls calls, String more) {
        return new Unpickler(file, name, in, calls, more).run(false);
    }

    private Object run(boolean alone) {
        int at = in.position();
        try {
            if (!in.hasRemaining() || Opcode.of(in.get(at)) != Opcode.PROTO) {
                throw broken("a pickle of protocol 2 or later must begin with PROTO");
            }
            Opcode op = Opcode.PROTO;
            while (op != Opcode.STOP) {
                at = in.position();
                need(1);
                op = Opcode.of(in.get());
                step(op);
            }
            if (alone && in.hasRemaining()) {
                throw broken(
                        "%s bytes after STOP: a second pickle is not supported", in.remaining());
            }
            return Frozen.of(stack.last());
        } catch (IllegalArgumentException e) {
            throw new TensorFileException(file, name + ", byte " + at + ": " + e.getMessage(), e);
        }
    }

    private void step(Opcode op) {
        switch (op) {
            case PROTO -> protocol(u1());
            case FRAME -> frame();
            case STOP -> {}
            case MARK -> stack.mark();
            case NONE -> stack.push(null);
            case NEWTRUE -> stack.push(true);
            case NEWFALSE -> stack.push(false);
            case BININT1 -> stack.push((long) u1());
            case BININT2 -> stack.push((long) u2());
            case BININT -> stack.push((long) i4());
            case LONG1 -> stack.push(integer(u1()));
            case BINFLOAT -> stack.push(Double.longBitsToDouble(Long.reverseBytes(i8())));
            case SHORT_BINUNICODE -> stack.push(text(u1()));
            case BINUNICODE -> stack.push(text(Integer.toUnsignedLong(i4())));
            case BINGET -> stack.push(remembered(u1()));
            case LONG_BINGET -> stack.push(remembered(i4()));
            case BINPUT -> remember(u1());
            case LONG_BINPUT -> remember(i4());
            case MEMOIZE -> remember(memo.size());
            default -> compose(op);
        }
    }

    private void compose(Opcode op) {
        switch (op) {
            case EMPTY_DICT -> stack.push(new Nodes.Dict(new LinkedHashMap<>()));
            case EMPTY_LIST -> stack.push(new Nodes.Items(new ArrayList<>()));
            case EMPTY_TUPLE -> stack.push(new Nodes.Tuple(List.of()));
            case TUPLE -> stack.push(new Nodes.Tuple(stack.popToMark()));
            case TUPLE1 -> stack.push(new Nodes.Tuple(stack.pop(1)));
            case TUPLE2 -> stack.push(new Nodes.Tuple(stack.pop(2)));
            case TUPLE3 -> stack.push(new Nodes.Tuple(stack.pop(3)));
            case APPEND -> append(stack.pop(1));
            case APPENDS -> append(stack.popToMark());
            case SETITEM -> put(stack.pop(2));
            case SETITEMS -> put(stack.popToMark());
            case GLOBAL -> stack.push(Global.of(line(), line()));
            case STACK_GLOBAL -> stackGlobal();
            case BINPERSID -> stack.push(calls.persistent(stack.pop()));
            case REDUCE -> {
                List<Object> call = stack.pop(2);
                stack.push(calls.reduce(call.get(0), call.get(1)));
            }
            case NEWOBJ -> {
                List<Object> call = stack.pop(2);
                stack.push(calls.create(call.get(0), call.get(1)));
            }
            case BUILD -> {
                Object state = stack.pop();
                calls.build(stack.top(), state);
            }
            default -> throw new IllegalStateException(op + " has no meaning here");
        }
    }

    private void protocol(int version) {
        require(version >= 2 && version <= 5, "protocol must be 2 to 5, got %s", version);
    }

    /** A frame says how many bytes come together. It is checked and means nothing else. */
    private void frame() {
        long length = i8();
        if (length < 0 || length > in.remaining()) {
            throw broken(
                    "a frame of %s bytes, but only %s are left",
                    Long.toUnsignedString(length), in.remaining());
        }
    }

    private void append(List<Object> values) {
        if (!(stack.top() instanceof Nodes.Items list)) {
            throw broken("appends to %s, which is not a list", Nodes.described(stack.top()));
        }
        list.items().addAll(values);
    }

    private void put(List<Object> pairs) {
        if (!(stack.top() instanceof Nodes.Dict dict)) {
            throw broken("sets items of %s, which is not a dict", Nodes.described(stack.top()));
        }
        require(pairs.size() % 2 == 0, "a key without a value");
        for (int i = 0; i < pairs.size(); i += 2) {
            dict.put(pairs.get(i), pairs.get(i + 1));
        }
    }

    private void stackGlobal() {
        List<Object> names = stack.pop(2);
        if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
            throw broken(
                    "a global needs two names, got %s and %s",
                    Nodes.described(names.get(0)), Nodes.described(names.get(1)));
        }
        stack.push(Global.of(module, name));
    }

    private Object remembered(int index) {
        if (!memo.containsKey(index)) {
            throw broken("memo %s was never set", Integer.toUnsignedString(index));
        }
        return memo.get(index);
    }

    /**
     * Names the top of the stack, which stays there. A dict is named while it is empty and filled
     * afterwards: both places see one object.
     */
    private void remember(int index) {
        require(memo.size() < MAX_MEMO, "more than %s values in the memo", MAX_MEMO);
        memo.put(index, stack.top());
    }

    /**
     * A whole number of up to 255 bytes; a Long if it fits.
     *
     * <p>Two's complement, the lowest byte first; no bytes are 0.
     */
    private Object integer(int length) {
        byte[] bytes = bytes(length);
        for (int i = 0; i < length / 2; i++) { // little-endian on disk
            byte other = bytes[length - 1 - i];
            bytes[length - 1 - i] = bytes[i];
            bytes[i] = other;
        }
        BigInteger value = length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    /** UTF-8 of a length that came before it, which is judged before memory is taken. */
    private String text(long length) {
        require(
                length <= MAX_TEXT,
                "a string of %s bytes, but at most %s are supported",
                length,
                MAX_TEXT);
        return utf8(bytes((int) length));
    }

    /** An argument of {@code GLOBAL}: text up to the end of its line, which is passed over. */
    private String line() {
        int end = in.position();
        while (end < in.limit() && in.get(end) != '\n') {
            end++;
        }
        if (end == in.limit() || end - in.position() > MAX_GLOBAL) {
            throw broken("a global's name must end within %s bytes", MAX_GLOBAL);
        }
        String line = utf8(bytes(end - in.position()));
        in.get(); // the end of the line
        return line;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new BrokenRuleException("a string that is not UTF-8", e);
        }
    }

    private byte[] bytes(int length) {
        need(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private int u1() {
        need(1);
        return in.get() & 0xFF;
    }

    private int u2() {
        need(2);
        return in.getShort() & 0xFFFF;
    }

    private int i4() {
        need(4);
        return in.getInt();
    }

    private long i8() {
        need(8);
        return in.getLong();
    }

    /**
     * Comes before every read: a pickle that is cut off gives a message, no underflow of a buffer.
     */
    private void need(int bytes) {
        require(in.remaining() >= bytes, "the pickle %s", more);
    }
}
