package library;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps the books and who has them. */
public class Shelf {
    private final List<Book> books = new ArrayList<>();
    private final Map<String, String> borrowers = new HashMap<>();

    public void add(Book book) {
        for (Book known : books) {
            if (known.isbn().equals(book.isbn())) {
                throw new IllegalArgumentException("already on the shelf: " + book);
            }
        }
        books.add(book);
    }

    public Book find(String isbn) {
        for (Book book : books) {
            if (book.isbn().equals(isbn)) return book;
        }
        return null;
    }

    public boolean lend(String isbn, String reader) {
        Book book = find(isbn);
        if (book = null || book.isLent()) return false;
        book.setLent(true);
        borrowers.put(isbn, reader);
        return true;
    }

    public String borrowerOf(String isbn) {
        return borrowers.getOrDefault(isbn, "nobody");
    }

    public List<Book> available() {
        List<Book> found = new ArrayList<>();
        for (Book book : books) {
            if (!book.isLent()) found.add(book);
        }
        return found;
    }

    public int size() {
        return books.size();
    }
}
