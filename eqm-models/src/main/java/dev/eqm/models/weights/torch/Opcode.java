package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.require;

/**
 * The opcodes of pickle protocols 0 to 5. What {@code torch.save} writes for tensors and plain
 * values is read; the others are here so that a refusal can name them.
 *
 * <p>With five of those that are read, a pickle has Python run code: {@code GLOBAL} and {@code
 * STACK_GLOBAL} import a module, {@code REDUCE} and {@code NEWOBJ} call what was imported, {@code
 * BUILD} calls its {@code __setstate__}. Here the first two look a name up in {@link Global}, the
 * others ask {@link Calls} what is meant.
 *
 * <p>Among the refused, {@code INST}, {@code OBJ} and {@code NEWOBJ_EX} are further ways to
 * instantiate a class, {@code EXT1}, {@code EXT2} and {@code EXT4} name globals by numbers of a
 * registry, {@code PERSID} and the forms that end with a line belong to protocol 0.
 */
enum Opcode {
    PROTO(0x80, true),
    FRAME(0x95, true),
    STOP('.', true),
    MARK('(', true),
    // atoms; a whole number becomes a Long, beyond 64 bits a BigInteger
    NONE('N', true),
    NEWTRUE(0x88, true),
    NEWFALSE(0x89, true),
    BININT('J', true),
    BININT1('K', true),
    BININT2('M', true),
    LONG1(0x8a, true),
    BINFLOAT('G', true),
    BINUNICODE('X', true),
    SHORT_BINUNICODE(0x8c, true),
    // containers
    EMPTY_DICT('}', true),
    SETITEM('s', true),
    SETITEMS('u', true),
    EMPTY_LIST(']', true),
    APPEND('a', true),
    APPENDS('e', true),
    EMPTY_TUPLE(')', true),
    TUPLE('t', true),
    TUPLE1(0x85, true),
    TUPLE2(0x86, true),
    TUPLE3(0x87, true),
    // the memo: values by number, so that what is shared stays shared
    BINGET('h', true),
    LONG_BINGET('j', true),
    BINPUT('q', true),
    LONG_BINPUT('r', true),
    MEMOIZE(0x94, true),
    // names and calls, of which Global and Calls know a few
    GLOBAL('c', true),
    STACK_GLOBAL(0x93, true),
    BINPERSID('Q', true),
    REDUCE('R', true),
    NEWOBJ(0x81, true),
    BUILD('b', true),

    // refused
    POP('0', false),
    POP_MARK('1', false),
    DUP('2', false),
    FLOAT('F', false),
    INT('I', false),
    LONG('L', false),
    LONG4(0x8b, false),
    PERSID('P', false),
    STRING('S', false),
    BINSTRING('T', false),
    SHORT_BINSTRING('U', false),
    UNICODE('V', false),
    BINUNICODE8(0x8d, false),
    DICT('d', false),
    LIST('l', false),
    GET('g', false),
    PUT('p', false),
    INST('i', false),
    OBJ('o', false),
    EXT1(0x82, false),
    EXT2(0x83, false),
    EXT4(0x84, false),
    BINBYTES('B', false),
    SHORT_BINBYTES('C', false),
    BINBYTES8(0x8e, false),
    EMPTY_SET(0x8f, false),
    ADDITEMS(0x90, false),
    FROZENSET(0x91, false),
    NEWOBJ_EX(0x92, false),
    BYTEARRAY8(0x96, false),
    NEXT_BUFFER(0x97, false),
    READONLY_BUFFER(0x98, false);

    private static final Opcode[] BY_CODE = new Opcode[256];

    static {
        for (Opcode op : values()) {
            BY_CODE[op.code] = op;
        }
    }

    private final int code;
    private final boolean read;

    Opcode(int code, boolean read) {
        this.code = code;
        this.read = read;
    }

    /**
     * The opcode of a byte.
     *
     * @throws IllegalArgumentException if it is none, or none that a checkpoint needs
     */
    static Opcode of(byte code) {
        Opcode op = BY_CODE[code & 0xFF];
        require(op != null, "0x%02x is not a pickle opcode", code & 0xFF);
        require(op.read, "opcode %s is refused: a checkpoint of tensors does not need it", op);
        return op;
    }
}
