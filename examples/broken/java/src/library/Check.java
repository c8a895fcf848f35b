package library;

/** The program checks itself: the exit code says whether all is well. */
public class Check {
    private static int failures = 0;

    private static void expect(String what, Object expected, Object actual) {
        if (expected.equals(actual)) return;
        System.err.println("FAILED " + what + ": expected " + expected + ", got " + actual);
        failures++;
    }

    public static void main(String[] args) {
        Shelf shelf = new Shelf();
        shelf.add(new Book("0-1", "Emma", 1815));
        shelf.add(new Book("0-2", "Dracula", 1897));
        shelf.add(new Book("0-3", "Ulysses", 1922));
        Report report = new Report(shelf);

        expect("size", 3, shelf.size());
        expect("lend", true, shelf.lend("0-2", "Ada"));
        expect("lend again", false, shelf.lend("0-2", "Bob"));
        expect("lend unknown", false, shelf.lend("9-9", "Bob"));
        expect("borrower", "Ada", shelf.borrowerOf("0-2"));
        expect("available", "[Emma (1815), Ulysses (1922)]", shelf.available().toString());
        expect("summary", "2 of 3 books are in", report.summary());
        expect("average", 1868, report.averageYear());
        if (failures > 0) System.exit(1);
        System.out.println("all is well");
    }
}
