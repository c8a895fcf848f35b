package library;

import java.util.List;

/** Texts about a shelf. */
public class Report {
    private final Shelf shelf;

    public Report(Shelf shelf) {
        this.shelf = shelf;
    }

    public String summary() {
        List<Book> available = shelf.availabel();
        return available.size() + " of " + shelf.size() + " books are in";
    }

    public int averageYear() {
        long sum = 0;
        List<Book> available = shelf.available();
        if (available.isEmpty()) return 0;
        for (Book book : available) sum += book.year();
        return (int) (sum / available.size());
    }
}
