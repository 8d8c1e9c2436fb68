"""The environment: Odoo 19, its Python packages and a private PostgreSQL in one folder.

Run as a script it completes whatever is missing, each step once, and starts PostgreSQL.
Only the standard library is used here, because this file makes the virtual environment.
"""
import contextlib
import fcntl
import getpass
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ['AFTERSALES_HOME']).expanduser().absolute()
LOCK_FILE = CHECKOUT / 'tools' / 'requirements.lock'
AS_ROOT = [] if os.geteuid() == 0 else ['sudo']

VENV_PYTHON = HOME / 'venv/bin/python'
PG_DATA = HOME / 'pg'
PG_SOCKET = HOME / 'sock'
# One environment serves several checkouts: each has its addons folder, settings and logs.
CHECKOUT_KEY = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]
WORK = HOME / 'checkouts' / CHECKOUT_KEY
# Odoo names a module after its folder, and a checkout may have any name: hence the symlink.
ADDONS = WORK / 'addons'
CONFIG = WORK / 'odoo.conf'
PID_FILE = WORK / 'run.pid'

# Debian leaves out one file of doubtful origin; the web client only wants it to exist.
REMOVED_BY_DEBIAN = 'odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js'
# What the symlinks in Debian's package of Odoo point to, with the release to take it from.
LINKED_PACKAGES = [
    'libjs-jquery/bookworm', 'libjs-jquery-form/bookworm', 'libjs-underscore/bookworm',
    'fonts-font-awesome/bookworm', 'fonts-roboto-unhinted/bookworm', 'fonts-inconsolata/bookworm',
    'fonts-ocr-b/bookworm', 'fonts-montserrat/sid',
]


class SetupError(Exception):
    """A step failed; the message says what to do."""


@contextlib.contextmanager
def step(title):
    print(f'{title} ...', flush=True)
    start = time.monotonic()
    yield
    print(f'{title}: done in {time.monotonic() - start:.0f} s', flush=True)


def run(*command, advice, **kwargs):
    """Run a command with its output in the set-up log; raise SetupError with its last lines."""
    log = HOME / 'setup.log'
    with log.open('a', encoding='utf-8') as output:
        output.write(f'\n$ {" ".join(map(str, command))}\n')
        output.flush()
        begin = output.tell()
        done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False, **kwargs)
    if done.returncode:
        with log.open(encoding='utf-8', errors='replace') as written:
            written.seek(begin)
            last = ''.join(written.readlines()[-15:])
        raise SetupError(f'{last}\n{" ".join(map(str, command))}\nfailed (all of it: {log}).\n{advice}')


# ------------------------------------------------------------
# Packages of the machine
# ------------------------------------------------------------

def postgres_programs():
    """The folder of PostgreSQL's server programs, of the cluster's version if there is a cluster."""
    with contextlib.suppress(OSError):
        version = (PG_DATA / 'PG_VERSION').read_text(encoding='ascii').strip()
        return next(iter(Path('/usr/lib/postgresql').glob(f'{version}/bin')), None)
    found = sorted(Path('/usr/lib/postgresql').glob('*/bin'), key=lambda folder: int(folder.parent.name))
    return found[-1] if found else None


def usable_python():
    for name in ('/usr/bin/python3', 'python3', 'python3.13', 'python3.12', 'python3.11'):
        if path := shutil.which(name):
            version = subprocess.run(
                [path, '-c', 'import sys; print(*sys.version_info[:2])'],
                capture_output=True, text=True, check=False).stdout.split()
            if version and (3, 11) <= tuple(map(int, version)) <= (3, 13):
                return path
    raise SetupError('Odoo 19 needs Python 3.11 to 3.13: install one of them, then start again.')


def missing_packages():
    def can_make_venv():
        if VENV_PYTHON.exists():
            return True
        return not subprocess.run([usable_python(), '-c', 'import ensurepip'], capture_output=True, check=False).returncode

    there = {
        'ca-certificates': Path('/etc/ssl/certs/ca-certificates.crt').exists(),
        'chromium': any(map(shutil.which, ('google-chrome', 'chromium', 'chromium-browser', 'google-chrome-stable'))),
        'fonts-noto-cjk': any(Path('/usr/share/fonts').rglob('NotoSansCJK*')),
        'libmagic1': any(Path('/usr/lib').glob('*/libmagic.so.1')),
        'postgresql': postgres_programs(),
        'python3-venv': can_make_venv(),
        'wkhtmltopdf': shutil.which('wkhtmltopdf'),
    }
    return [package for package, found in there.items() if not found]


def install_packages():
    packages = missing_packages()
    if not packages:
        return
    names = ' '.join(packages)
    advice = f'Install these packages by hand, then start again: {names}'
    if not shutil.which('apt-get') or (AS_ROOT and not shutil.which('sudo')):
        raise SetupError(f'This needs apt-get and root or sudo. {advice}')
    with step(f'Installing packages of the system: {names}'):
        apt = [*AS_ROOT, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q']
        run(*apt, 'update', advice='Mend the package sources of this machine, then start again.')
        run(*apt, 'install', '-y', '--no-install-recommends', *packages, advice=advice)
    if still := missing_packages():
        raise SetupError(f'Not found after their installation: {" ".join(still)}. {advice}')


# ------------------------------------------------------------
# Odoo
# ------------------------------------------------------------

def odoo_folder():
    """The folder to put on Python's path for ``import odoo``, or None if Odoo isn't there yet."""
    if given := os.environ.get('AFTERSALES_ODOO'):
        return given_odoo(Path(given).expanduser())
    for folder in (HOME / 'root/usr/lib/python3/dist-packages', HOME / 'odoo'):
        if (folder / 'odoo/release.py').exists() and not broken_parts(folder):
            return folder
    return None


def given_odoo(path):
    folder = path
    if path.is_file():
        shebang = path.read_text(encoding='utf-8', errors='replace').splitlines()[0]
        interpreter = shebang[2:].split() if shebang.startswith('#!') else [sys.executable]
        script = 'import odoo.release; print(odoo.release.__file__)'
        found = subprocess.run(
            [*interpreter, '-c', script], cwd=path.resolve().parent, capture_output=True, text=True, check=False).stdout
        folder = Path(found.strip()).parent.parent
    release = folder / 'odoo/release.py'
    if not release.exists() or not re.search(r'version_info = \(19, 0\b', release.read_text(encoding='utf-8')):
        raise SetupError(f'AFTERSALES_ODOO={path} is no source folder and no executable of Odoo 19.0.')
    return folder


def broken_parts(folder):
    """What keeps an unpacked Odoo from working; looked at once, then remembered by a stamp."""
    root = folder.parents[3] if folder.name == 'dist-packages' else folder
    stamp = root / '.complete'
    if stamp.exists():
        return []
    broken = [
        path for parent, folders, files in os.walk(root) for name in folders + files
        if (path := Path(parent, name)).is_symlink() and not path.exists()
    ]
    if not (folder / REMOVED_BY_DEBIAN).exists():
        broken.append(folder / REMOVED_BY_DEBIAN)
    if not broken:
        stamp.touch()
    return broken


def install_odoo():
    if odoo_folder():
        return
    mirror = debian_mirror()
    if mirror:
        with step('Fetching Odoo 19 as packaged by Debian'):
            unpack_odoo(mirror)
    else:
        with step('Fetching Odoo 19 from its official repository (the way less travelled: not tried by us)'):
            run('git', 'clone', '--depth=1', '--branch=19.0', 'https://github.com/odoo/odoo.git', HOME / 'odoo',
                advice='Name an Odoo 19 source folder in the variable AFTERSALES_ODOO, then start again.')
    if not odoo_folder():
        raise SetupError(f'Odoo in {HOME} is incomplete. Remove {HOME}/root and start again, '
                         'or name an Odoo 19 source folder in the variable AFTERSALES_ODOO.')


def debian_mirror():
    """The mirror this machine takes Debian from; None on other systems."""
    def listed():
        if not shutil.which('apt-get'):
            return ''
        return subprocess.run(
            ['apt-get', 'indextargets', '--format', '$(ORIGIN) $(CODENAME) $(COMPONENT) $(REPO_URI)',
             'Created-By: Packages'], capture_output=True, text=True, check=False).stdout

    pattern = re.compile(r'^Debian [a-z]+ main (\S+)$', re.MULTILINE)
    found = pattern.search(listed())
    if not found and Path('/usr/share/keyrings/debian-archive-keyring.gpg').exists():
        # A machine that has never read its package lists doesn't know their origin.
        run(*AS_ROOT, 'apt-get', '-q', 'update', advice='Mend the package sources of this machine, then start again.')
        found = pattern.search(listed())
    return found and found[1]


def unpack_odoo(mirror):
    """Fetch with a private apt configuration, signatures checked; the machine's own stays as it is."""
    apt, debs, root = HOME / 'apt', HOME / 'debs', HOME / 'root.new'
    shutil.rmtree(root, ignore_errors=True)
    shutil.rmtree(debs, ignore_errors=True)
    for folder in (apt / 'sources', apt / 'lists/partial', apt / 'cache/archives/partial', debs, root):
        folder.mkdir(parents=True, exist_ok=True)
    keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
    for suite in ('sid', 'bookworm'):
        (apt / f'sources/{suite}.list').write_text(f'deb [signed-by={keyring}] {mirror} {suite} main\n', encoding='utf-8')
    options = [f'-o{key}={value}' for key, value in {
        'Dir::Etc::sourcelist': '/dev/null',
        'Dir::Etc::sourceparts': apt / 'sources',
        'Dir::State::lists': apt / 'lists',
        'Dir::Cache': apt / 'cache',
        'Acquire::Languages': 'none',
        'APT::Sandbox::User': getpass.getuser(),
    }.items()]
    advice = 'Is the Debian mirror within reach? Otherwise name an Odoo 19 source folder in AFTERSALES_ODOO.'
    run('apt-get', '-q', *options, 'update', advice=advice)
    run('apt-get', '-q', *options, 'download', 'odoo-19', *LINKED_PACKAGES, cwd=debs, advice=advice)
    for deb in sorted(debs.glob('*.deb')):
        run('dpkg', '-x', deb, root, advice='Is the disk full? Free some space, then start again.')
    removed = root / 'usr/lib/python3/dist-packages' / REMOVED_BY_DEBIAN
    removed.parent.mkdir(parents=True, exist_ok=True)
    removed.touch()
    shutil.rmtree(HOME / 'root', ignore_errors=True)
    root.rename(HOME / 'root')
    shutil.rmtree(debs)


# ------------------------------------------------------------
# Python packages
# ------------------------------------------------------------

def install_python_packages():
    stamp = HOME / 'venv/.lock-file'
    wanted = hashlib.sha256(LOCK_FILE.read_bytes()).hexdigest()
    if VENV_PYTHON.exists() and stamp.exists() and stamp.read_text(encoding='ascii') == wanted:
        return
    with step('Installing Python packages'):
        if not VENV_PYTHON.exists():
            run(usable_python(), '-m', 'venv', '--clear', HOME / 'venv', advice='Install the package python3-venv.')
        run(VENV_PYTHON, '-m', 'pip', 'install', '--quiet', '--requirement', LOCK_FILE,
            advice='Is the package index within reach of pip? Then start again.')
        stamp.write_text(wanted, encoding='ascii')


# ------------------------------------------------------------
# PostgreSQL
# ------------------------------------------------------------

def postgres(program, *args, **kwargs):
    as_server_user = ['runuser', '-u', 'postgres', '--'] if os.geteuid() == 0 else []
    run(*as_server_user, postgres_programs() / program, *args, cwd='/', **kwargs)


def postgres_runs():
    programs = postgres_programs()
    return programs and not subprocess.run(
        [programs / 'pg_isready', '--quiet', '--host', PG_SOCKET], check=False).returncode


def start_postgres():
    if postgres_runs():
        return
    if len(str(PG_SOCKET)) > 90:
        raise SetupError(f'{HOME} is too long a path for a socket: choose a shorter AFTERSALES_HOME.')
    advice = f'If PostgreSQL may not enter {HOME}, choose another folder by AFTERSALES_HOME.'
    for folder in (PG_DATA, PG_SOCKET):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            if os.geteuid() == 0:
                shutil.chown(folder, 'postgres')
    if not (PG_DATA / 'PG_VERSION').exists():
        with step('Creating a private PostgreSQL cluster'):
            postgres('initdb', '--pgdata', PG_DATA, '--username=odoo', '--auth=trust', '--encoding=UTF8',
                     '--locale=C.UTF-8', advice=advice)
    settings = {
        'listen_addresses': '',
        'unix_socket_directories': PG_SOCKET,
        'max_connections': 200,
        'shared_buffers': '256MB',
        # An uninstallation touches every table there is, while tests run beside it.
        'max_locks_per_transaction': 256,
        # Demo and test databases can be made again: speed before safety against a power cut.
        'fsync': 'off',
        'synchronous_commit': 'off',
        'full_page_writes': 'off',
        # Nothing is replicated; a log that lasts for a whole run is not written out in the middle of it.
        'wal_level': 'minimal',
        'max_wal_senders': 0,
        'max_wal_size': '4GB',
        'checkpoint_timeout': '1h',
        # Questions to small tables with a plan that looks dear would be compiled, for longer than they take.
        'jit': 'off',
    }
    with step('Starting PostgreSQL'):
        postgres('pg_ctl', 'start', '--wait', '--pgdata', PG_DATA, '--log', PG_DATA / 'server.log',
                 '--options', ' '.join(f"-c {key}='{value}'" for key, value in settings.items()),
                 advice=f'{PG_DATA}/server.log tells why. {advice}')


# ------------------------------------------------------------
# This checkout
# ------------------------------------------------------------

def prepare_checkout():
    """The addons folder with the one symlink, the settings and the folder of the logs."""
    ADDONS.mkdir(parents=True, exist_ok=True)
    (WORK / 'logs').mkdir(exist_ok=True)
    link = ADDONS / 'aftersales'
    if not link.is_symlink():
        link.symlink_to(CHECKOUT, target_is_directory=True)
    addons = [ADDONS]
    if (odoo_folder() / 'addons').is_dir():  # an official source folder; Debian keeps them inside the package
        addons.append(odoo_folder() / 'addons')
    CONFIG.write_text('\n'.join([
        '[options]',
        f'addons_path = {",".join(map(str, addons))}',
        f'data_dir = {HOME / "data"}',
        f'db_host = {PG_SOCKET}',
        'db_user = odoo',
        'http_interface = 127.0.0.1',
        'limit_memory_hard = 0',
        'limit_time_real = 1200',
        f'screenshots = {WORK / "screenshots"}',
        '',
    ]), encoding='utf-8')


def setup():
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / '.setup-lock').open('w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_packages()
        install_odoo()
        install_python_packages()
        start_postgres()
        prepare_checkout()


def stop():
    with contextlib.suppress(OSError, ValueError):
        pid = int(PID_FILE.read_text(encoding='ascii'))
        if str(CONFIG) in Path(f'/proc/{pid}/cmdline').read_text(encoding='utf-8'):
            os.kill(pid, signal.SIGTERM)
            print('Odoo stopped.')
    PID_FILE.unlink(missing_ok=True)
    if postgres_runs():
        postgres('pg_ctl', 'stop', '--mode=fast', '--pgdata', PG_DATA, advice='')
        print('PostgreSQL stopped.')
    else:
        print('PostgreSQL is not running.')


if __name__ == '__main__':
    try:
        stop() if sys.argv[1:] == ['stop'] else setup()
    except SetupError as error:
        sys.exit(f'\n{error}')
    except KeyboardInterrupt:
        sys.exit('\nInterrupted. Start again: it goes on where it stopped.')
