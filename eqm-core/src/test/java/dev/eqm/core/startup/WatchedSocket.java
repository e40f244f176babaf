package dev.eqm.core.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketImpl;

/** Prints where it is to be connected to, and refuses. */
final class WatchedSocket extends SocketImpl {
    private static ConnectException refused(Object address) {
        System.out.println("asked " + address);
        return new ConnectException("refused by the test");
    }

    @Override
    protected void connect(SocketAddress address, int timeout) throws IOException {
        throw refused(address);
    }

    @Override
    protected void connect(InetAddress address, int port) throws IOException {
        throw refused(new InetSocketAddress(address, port));
    }

    @Override
    protected void connect(String host, int port) throws IOException {
        throw refused(host + ":" + port);
    }

    @Override
    protected void create(boolean stream) {}

    @Override
    protected void bind(InetAddress host, int port) {}

    @Override
    protected void listen(int backlog) {}

    @Override
    protected void accept(SocketImpl socket) throws IOException {
        throw new IOException("a client only");
    }

    @Override
    protected InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    protected OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    protected int available() {
        return 0;
    }

    @Override
    protected void close() {}

    @Override
    protected void sendUrgentData(int data) {}

    @Override
    public void setOption(int id, Object value) {}

    @Override
    public Object getOption(int id) {
        return false;
    }
}
