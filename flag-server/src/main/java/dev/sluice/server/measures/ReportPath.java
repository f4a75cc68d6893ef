package dev.sluice.server.measures;

/** Where a reader of reports is, for messages; costs nothing while all goes well. */
final class ReportPath {

    private String name = "";
    private String list = "";
    private int row = -1;

    void enter(String field) {
        name = field;
    }

    void row(String inList) {
        if (!list.equals(inList)) {
            list = inList;
            row = -1;
        }
        row++;
    }

    String name() {
        return name;
    }

    String row() {
        return list + "[" + row + "]";
    }

    @Override
    public String toString() {
        return row < 0 || name.equals(list) ? name : row() + "." + name;
    }
}
