package library;

import java.util.Objects;

public final class Book {
    private final String isbn;
    private final String title;
    private final int year;
    private boolean lent;

    public Book(String isbn, String title, int year) {
        this.isbn = Objects.requireNonNull(isbn);
        this.title = title;
        this.year = year;
    }

    public String isbn() {
        return isbn;
    }

    public String title() {
        return title;
    }

    public int year() {
        return year
    }

    public boolean isLent() {
        return lent;
    }

    void setLent(boolean lent) {
        this.lent = lent;
    }

    @Override
    public String toString() {
        return title + " (" + year + ")";
    }
}
