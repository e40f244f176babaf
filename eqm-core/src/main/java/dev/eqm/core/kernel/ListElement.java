package dev.eqm.core.kernel;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;

/**
 * An array's stand-in inside a {@code List[Tensor]} argument. DJL learns from an array's name which
 * list it belongs to; this one has such a name, and the array itself stays without.
 *
 * <p>It is the same tensor behind the same handle, so gradients flow to the array and what is done
 * in place is done to it. It owns nothing: no manager and no scope knows it, closing it does
 * nothing, and once the array is closed every use of it fails as a use of the array does.
 */
final class ListElement extends PtNDArray {
    private final PtNDArray array;
    private final String list;

    /** List is {@code NAME[]}, the same for all elements of a list. */
    ListElement(PtNDArray array, String list) {
        super(null, null, null); // the one constructor that enters the array in no manager
        NDScope.unregister(this);
        this.array = array;
        this.list = list;
    }

    @Override
    public String getName() {
        return list;
    }

    @Override
    public Long getHandle() {
        return array.getHandle();
    }

    @Override
    public PtNDManager getManager() {
        return array.getManager();
    }

    @Override
    public void close() {
        // the array's owner closes it
    }
}
