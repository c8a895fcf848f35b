#!/usr/bin/env python3
"""Writes data/python/*.tsv: what the standard library of the running interpreter has, and a few hand-kept facts.

usage: python3 scripts/facts_python.py    (tables are committed; made with CPython 3.11)
"""
import builtins
import importlib
import inspect
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
OUT = pathlib.Path(__file__).resolve().parent.parent / "data" / "python"

# Modules whose names are offered, commonest first: the order decides between modules that export the same name.
MODULES = """collections typing math os sys re json datetime time random functools itertools pathlib dataclasses string
collections.abc enum abc copy heapq bisect operator contextlib subprocess threading logging argparse io shutil tempfile
decimal fractions statistics csv urllib.parse urllib.request hashlib base64 pickle struct uuid queue asyncio
concurrent.futures multiprocessing socket types inspect textwrap pprint glob fnmatch traceback warnings weakref sqlite3
unittest unittest.mock configparser getpass platform signal select secrets zlib gzip zipfile tarfile html http.client
http.server xml.etree.ElementTree email.message smtplib ssl calendar locale array numbers cmath os.path difflib timeit
cProfile gc ast dis tokenize keyword importlib importlib.util atexit errno stat ctypes binascii codecs unicodedata bz2
lzma shelve dbm curses readline cmd shlex optparse getopt tkinter turtle webbrowser ftplib imaplib poplib telnetlib
ipaddress mimetypes zoneinfo graphlib doctest pdb code sched contextvars selectors mmap colorsys wave imp site runpy
pkgutil zipimport marshal copyreg reprlib linecache filecmp fileinput netrc plistlib hmac termios tty pty fcntl resource
syslog pwd grp""".split()

# Names that other languages, Python 2 or habit give to what Python has.
FOREIGN_NAMES = """null None|nil None|NULL None|none None|undefined None|true True|TRUE True|false False|FALSE False
this self|xrange range|raw_input input|unicode str|unichr chr|long int|basestring str|parseInt int|parseFloat float
String str|Integer int|Float float|Boolean bool|bool_ bool|Infinity float("inf")|INFINITY float("inf")|infinity float("inf")
NaN float("nan")|strlen len|length len|println print|printf print|echo print|puts print|file open|elif_ elif
integer int|string str|boolean bool|double float|array list|toString str|size len|cout print
reload importlib.reload|apply map|buffer memoryview|intern sys.intern|unittests unittest"""

FOREIGN_MEMBERS = """list push append|list add append|list append_all extend|list addAll extend|list push_back append
list pushBack append|list unshift insert|list indexOf index|list contains __contains__|list removeAt pop|list delete remove
list concat extend|list length __len__|list size __len__|list len __len__|list appendleft insert|list popleft pop
str trim strip|str trimStart lstrip|str trimEnd rstrip|str toUpperCase upper|str toLowerCase lower|str to_upper upper
str to_lower lower|str uppercase upper|str lowercase lower|str toUpper upper|str toLower lower|str indexOf find
str startsWith startswith|str endsWith endswith|str starts_with startswith|str ends_with endswith|str replaceAll replace
str charAt __getitem__|str padStart rjust|str padEnd ljust|str includes __contains__|str contains __contains__
str isNumeric isnumeric|str isnumber isnumeric|str decode encode|str chomp rstrip|str capitalise capitalize
str splitLines splitlines|str strip_ strip|str substr __getitem__|str push __add__
dict iteritems items|dict itervalues values|dict iterkeys keys|dict has_key __contains__|dict containsKey __contains__
dict put __setitem__|dict add update|dict keySet keys|dict entries items|dict remove pop|dict delete pop|dict getOrDefault get
set append add|set push add|set insert add|set has __contains__|set contains __contains__|set delete discard|set extend update
set addAll update|tuple append __add__|collections.deque push append|deque push append|deque pushleft appendleft
deque add append|deque popLeft popleft|deque appendLeft appendleft|deque enqueue append|deque dequeue popleft
generator next __next__|file readLine readline|TextIOWrapper readLine readline|TextIOWrapper readLines readlines"""

# What left its module, by version of Python or by habit: "module.name" -> "module.name".
MOVED = """collections.Mapping collections.abc.Mapping|collections.MutableMapping collections.abc.MutableMapping
collections.Iterable collections.abc.Iterable|collections.Iterator collections.abc.Iterator
collections.Callable collections.abc.Callable|collections.Sequence collections.abc.Sequence
collections.Hashable collections.abc.Hashable|collections.Set collections.abc.Set
collections.MutableSequence collections.abc.MutableSequence|collections.Sized collections.abc.Sized
collections.Generator collections.abc.Generator|collections.Container collections.abc.Container
collections.MutableSet collections.abc.MutableSet|collections.Awaitable collections.abc.Awaitable
collections.dequeue collections.deque|time.clock time.perf_counter|inspect.getargspec inspect.getfullargspec
string.letters string.ascii_letters|string.lowercase string.ascii_lowercase|string.uppercase string.ascii_uppercase
string.maketrans str.maketrans|os.getcwdu os.getcwd|itertools.izip zip|itertools.imap map|itertools.ifilter filter
itertools.izip_longest itertools.zip_longest|fractions.gcd math.gcd|cgi.escape html.escape|string.join str.join
asyncio.async asyncio.ensure_future|base64.encodestring base64.encodebytes|base64.decodestring base64.decodebytes
sys.maxint sys.maxsize|os.errno errno|json.read json.loads|json.write json.dumps|math.infinity math.inf|math.INF math.inf
math.PI math.pi|math.E math.e|math.round round|math.abs abs|math.max max|math.min min|math.power math.pow|math.sum sum
random.rand random.random|random.randInt random.randint|random.choise random.choice|random.random_int random.randint
time.now time.time|datetime.now datetime.datetime.now|datetime.today datetime.datetime.today|os.exists os.path.exists
os.join os.path.join|os.isfile os.path.isfile|os.isdir os.path.isdir|os.basename os.path.basename|os.dirname os.path.dirname
os.abspath os.path.abspath|datetime.utcnow datetime.datetime.utcnow|datetime.strptime datetime.datetime.strptime
datetime.fromisoformat datetime.datetime.fromisoformat|sys.args sys.argv|os.env os.environ|functools.memoize functools.lru_cache
heapq.push heapq.heappush|heapq.pop heapq.heappop|bisect.left bisect.bisect_left|bisect.right bisect.bisect_right"""

RENAMED_MODULES = """ConfigParser configparser|Queue queue|StringIO io|cStringIO io|cPickle pickle|urllib2 urllib.request
urlparse urllib.parse|httplib http.client|Tkinter tkinter|tkMessageBox tkinter.messagebox|HTMLParser html.parser
SocketServer socketserver|BaseHTTPServer http.server|SimpleHTTPServer http.server|Cookie http.cookies|cookielib http.cookiejar
xmlrpclib xmlrpc.client|__builtin__ builtins|copy_reg copyreg|thread _thread|dummy_thread _dummy_thread|commands subprocess
sets builtins|md5 hashlib|sha hashlib|exceptions builtins|UserDict collections|UserList collections|repr reprlib
winreg winreg|anydbm dbm|dbhash dbm|tkFileDialog tkinter.filedialog|distutils setuptools|imp importlib|maths math|Math math
Random random|regex re|JSON json|DateTime datetime|Collections collections|asynctest unittest"""

# Import name -> distribution, where they differ.
PACKAGES = """cv2 opencv-python|yaml PyYAML|PIL Pillow|sklearn scikit-learn|bs4 beautifulsoup4|skimage scikit-image
dateutil python-dateutil|dotenv python-dotenv|jwt PyJWT|serial pyserial|usb pyusb|Crypto pycryptodome|OpenSSL pyOpenSSL
MySQLdb mysqlclient|psycopg2 psycopg2-binary|pymysql PyMySQL|docx python-docx|pptx python-pptx|magic python-magic
git GitPython|attr attrs|google.protobuf protobuf|google.cloud google-cloud|grpc grpcio|zmq pyzmq|fitz PyMuPDF
discord discord.py|telegram python-telegram-bot|Xlib python-xlib|win32api pywin32|win32com pywin32|gi PyGObject
pkg_resources setuptools|setuptools setuptools|lxml lxml|mpl_toolkits matplotlib|pylab matplotlib|tensorflow tensorflow
torch torch|ruamel ruamel.yaml|markdown Markdown|jinja2 Jinja2|flask Flask|django Django|rest_framework djangorestframework
corsheaders django-cors-headers|flask_sqlalchemy Flask-SQLAlchemy|flask_cors Flask-Cors|flask_login Flask-Login
flask_wtf Flask-WTF|flask_migrate Flask-Migrate|sqlalchemy SQLAlchemy|werkzeug Werkzeug|socks PySocks|slugify python-slugify
Levenshtein python-Levenshtein|faiss faiss-cpu|nacl PyNaCl|jose python-jose|multipart python-multipart|pywintypes pywin32
wx wxPython|OpenGL PyOpenGL|pytest_asyncio pytest-asyncio|pytest_mock pytest-mock|hydra hydra-core|umap umap-learn
mx mxnet|Bio biopython|cairo pycairo|igraph python-igraph|kafka kafka-python|ldap python-ldap|memcache python-memcached
nmap python-nmap|pyaudio PyAudio|speech_recognition SpeechRecognition|sentence_transformers sentence-transformers
stripe stripe|twitter python-twitter|unidecode Unidecode|xmlschema xmlschema|yaml_include pyyaml-include"""

ALIASES = """np numpy|pd pandas|plt matplotlib.pyplot|sns seaborn|tf tensorflow|mpl matplotlib|sp scipy|dt datetime
sm statsmodels.api|px plotly.express|go plotly.graph_objects|st streamlit|ET xml.etree.ElementTree|tk tkinter
nx networkx|xr xarray|sa sqlalchemy|nn torch.nn|F torch.nn.functional|mp multiprocessing|jnp jax.numpy|pl polars"""

TYPES = [str, bytes, bytearray, list, tuple, dict, set, frozenset, int, float, complex, bool, range, type(None), slice, memoryview]


# Keyword arguments that no signature tells.
KEYWORDS = """print sep end file flush|sorted key reverse|sort key reverse|min key default|max key default|int base
sum start|enumerate start|zip strict|round ndigits|open file mode buffering encoding errors newline|str encoding errors
split sep maxsplit|rsplit sep maxsplit|encode encoding errors|decode encoding errors|to_bytes length byteorder signed
defaultdict default_factory|deque maxlen|namedtuple typename field_names defaults"""


def pairs(text):
    return [item.split(" ", 1) for item in text.replace("\n", "|").split("|") if item.strip()]


def public(module):
    names = getattr(module, "__all__", None)
    if names is None:
        names = [n for n in vars(module) if not n.startswith("_") and not inspect.ismodule(getattr(module, n))]
    return sorted({n for n in names if isinstance(n, str) and n.isidentifier() and hasattr(module, n)})


def keywords(symbol, value):
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return []
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return [(symbol, p.name) for p in parameters if p.kind in kinds and p.name not in ("self", "cls") and not p.name.startswith("_")]


def write(name, comment, rows):
    rows = sorted({tuple(row) for row in rows}, key=lambda row: [part.encode() for part in row])
    text = f"# {comment}\n" + "".join("\t".join(row) + "\n" for row in rows)
    (OUT / f"{name}.tsv").write_text(text)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    made = "made by scripts/facts_python.py with CPython %d.%d" % sys.version_info[:2]
    symbols, members, named = [], [], []
    for item in KEYWORDS.replace("\n", "|").split("|"):
        function, *names = item.split()
        named += [(function, one) for one in names]
    for rank, name in enumerate(MODULES):
        try:
            module = importlib.import_module(name)
        except Exception:
            continue
        for symbol in public(module):
            symbols.append((symbol, name, "%03d" % rank))
            if rank < 60:
                named += keywords(symbol, getattr(module, symbol))
        for symbol in dir(module):
            if not symbol.startswith("_") and symbol.isidentifier():
                members.append((name, symbol))
    for one in TYPES:
        for symbol in dir(one):
            if not symbol.startswith("__"):
                members.append((one.__name__, symbol))
    import collections
    import datetime
    import pathlib as paths
    for one in (collections.deque, collections.defaultdict, collections.Counter, collections.OrderedDict, datetime.datetime,
                datetime.date, datetime.timedelta, paths.PosixPath):
        for symbol in dir(one):
            if not symbol.startswith("_"):
                members.append((one.__name__, symbol))
    hidden = set(dir(builtins))
    write("builtins", f"Names that need no import; {made}.", [(n,) for n in hidden if not n.startswith("_")])
    write("std_symbols", f"Public name, module, rank of the module (lower is commoner); {made}.",
          [row for row in symbols if row[0] not in hidden or row[0] in ("open", "pow")])
    write("members", f"Type or module, a name in it; {made}.", members)
    write("keywords", f"Function, a keyword argument of it (any module); {made}.", named)
    write("std_modules", f"Modules of the standard library; {made}.",
          [(n,) for n in sys.stdlib_module_names if not n.startswith("_")] + [(n,) for n in MODULES if "." in n])
    write("foreign_names", "What other languages and Python 2 call it, Python's expression.", pairs(FOREIGN_NAMES))
    write("foreign_members", "Type, a member other languages give it, Python's.", [item.split() for item in FOREIGN_MEMBERS.replace("\n", "|").split("|")])
    write("moved", "A qualified name that is not there, where to find it.", pairs(MOVED))
    write("renamed_modules", "A module that is not there, its name today.", pairs(RENAMED_MODULES))
    write("packages", "Import name, distribution on the package index, where they differ.", pairs(PACKAGES))
    write("aliases", "Usual short name, module.", pairs(ALIASES))


main()
