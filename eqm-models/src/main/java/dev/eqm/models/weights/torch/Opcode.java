package dev.eqm.models.weights.torch;

import dev.eqm.core.check.BrokenRuleException;

/**
 * The opcodes of pickle protocols 0 to 5. What {@code torch.save} writes for tensors and plain
 * values is read; the others are here so that a refusal can name them.
 */
enum Opcode {
    PROTO(0x80, true),
    FRAME(0x95, true),
    STOP('.', true),
    MARK('(', true),
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
    BINGET('h', true),
    LONG_BINGET('j', true),
    BINPUT('q', true),
    LONG_BINPUT('r', true),
    MEMOIZE(0x94, true),
    GLOBAL('c', true),
    STACK_GLOBAL(0x93, true),
    BINPERSID('Q', true),
    REDUCE('R', true),
    NEWOBJ(0x81, true),
    BUILD('b', true),

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
        if (op == null) {
            throw new BrokenRuleException(
                    String.format("0x%02x is no opcode of a pickle", code & 0xFF));
        }
        if (!op.read) {
            throw new BrokenRuleException(
                    "opcode " + op + " is refused: a checkpoint of tensors does not need it");
        }
        return op;
    }
}
