// Prints the tables below data/java/ from the installed JDK: `scripts/facts_java.sh` runs it.
//   classes.tsv  simple name, package, kind        public top-level types that programs import
//   members.tsv  class, member, m|f, s|i, type, parameter types    public members of the classes used most
import java.lang.reflect.*;
import java.net.URI;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;

class facts_java {
  static final List<String> PACKAGES = List.of("java.lang", "java.util", "java.util.function", "java.util.stream",
      "java.util.concurrent", "java.util.concurrent.atomic", "java.util.concurrent.locks", "java.util.regex", "java.io",
      "java.nio", "java.nio.file", "java.nio.file.attribute", "java.nio.charset", "java.nio.channels", "java.math",
      "java.text", "java.time", "java.time.format", "java.time.temporal", "java.time.chrono", "java.net", "java.net.http",
      "java.lang.reflect", "java.lang.annotation", "java.lang.invoke", "java.lang.ref", "java.security", "java.sql",
      "java.util.logging", "java.util.zip", "java.util.jar", "java.util.prefs", "java.awt", "java.awt.event",
      "java.awt.image", "javax.swing", "javax.crypto", "javax.net.ssl", "javax.xml.parsers", "org.w3c.dom");

  static final List<Class<?>> MEMBERS = List.of(Object.class, String.class, StringBuilder.class, StringBuffer.class,
      CharSequence.class, Character.class, Integer.class, Long.class, Double.class, Float.class, Boolean.class,
      Short.class, Byte.class, Number.class, Math.class, System.class, Thread.class, Runnable.class, Iterable.class,
      Comparable.class, Throwable.class, Exception.class, Collection.class, List.class, ArrayList.class, LinkedList.class,
      Map.class, HashMap.class, TreeMap.class, LinkedHashMap.class, Set.class, HashSet.class, TreeSet.class,
      LinkedHashSet.class, Queue.class, Deque.class, ArrayDeque.class, PriorityQueue.class, Stack.class, Vector.class,
      Iterator.class, ListIterator.class, Arrays.class, Collections.class, Objects.class, Optional.class, Random.class,
      Scanner.class, BitSet.class, StringJoiner.class, Comparator.class, Map.Entry.class, SortedMap.class,
      NavigableMap.class, NavigableSet.class, Stream.class, IntStream.class, LongStream.class, DoubleStream.class,
      Collectors.class, java.util.function.Function.class, java.util.function.Predicate.class,
      java.util.function.Supplier.class, java.util.function.Consumer.class, java.util.function.BiFunction.class,
      java.math.BigInteger.class, java.math.BigDecimal.class, java.io.PrintStream.class, java.io.BufferedReader.class,
      java.io.File.class, Path.class, Files.class, Paths.class, java.time.LocalDate.class,
      java.time.LocalDateTime.class, java.time.Duration.class, java.time.Instant.class,
      java.util.concurrent.atomic.AtomicInteger.class, java.util.concurrent.atomic.AtomicLong.class,
      java.util.concurrent.ConcurrentHashMap.class, java.util.concurrent.ExecutorService.class,
      java.util.regex.Pattern.class, java.util.regex.Matcher.class);

  static String type(Type t) { return t.getTypeName().replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "").replace(" ", "").replace('$', '.'); }

  public static void main(String[] args) throws Exception {
    if (args[0].equals("classes")) {
      FileSystem jrt = FileSystems.getFileSystem(URI.create("jrt:/"));
      Set<String> rows = new TreeSet<>();
      for (String name : PACKAGES) {
        Path folder = jrt.getPath("/packages/" + name);
        try (Stream<Path> modules = Files.list(folder)) {
          for (Path module : (Iterable<Path>) modules::iterator) {
            Path classes = jrt.getPath("/modules/" + module.getFileName() + "/" + name.replace('.', '/'));
            if (!Files.isDirectory(classes)) continue;
            try (Stream<Path> files = Files.list(classes)) {
              for (Path file : (Iterable<Path>) files::iterator) {
                String base = file.getFileName().toString();
                if (!base.endsWith(".class") || base.contains("$") || base.contains("-") || base.contains("/")) continue;
                Class<?> c;
                try { c = Class.forName(name + "." + base.substring(0, base.length() - 6), false, null); } catch (ClassNotFoundException e) { continue; }
                if (!Modifier.isPublic(c.getModifiers())) continue;
                String kind = c.isAnnotation() ? "annotation" : c.isInterface() ? "interface" : c.isEnum() ? "enum"
                    : Throwable.class.isAssignableFrom(c) ? "exception" : Modifier.isAbstract(c.getModifiers()) ? "abstract" : "class";
                rows.add(c.getSimpleName() + "\t" + name + "\t" + kind);
              }
            }
          }
        }
      }
      rows.forEach(System.out::println);
      return;
    }
    Set<String> rows = new TreeSet<>();
    for (Class<?> c : MEMBERS) {
      String name = c.getSimpleName();
      for (Method m : c.getMethods()) {
        if (m.isBridge() || m.isSynthetic()) continue;
        if (m.getDeclaringClass() == Object.class && c != Object.class
            && !List.of("equals", "hashCode", "toString", "getClass").contains(m.getName())) continue;
        rows.add(String.join("\t", name, m.getName(), "m", Modifier.isStatic(m.getModifiers()) ? "s" : "i",
            type(m.getGenericReturnType()), Arrays.stream(m.getGenericParameterTypes()).map(facts_java::type).collect(Collectors.joining(","))));
      }
      for (Field f : c.getFields())
        rows.add(String.join("\t", name, f.getName(), "f", Modifier.isStatic(f.getModifiers()) ? "s" : "i", type(f.getGenericType()), ""));
    }
    rows.forEach(System.out::println);
  }
}
