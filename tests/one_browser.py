import atexit
import contextlib
import errno
import http.client
import shutil
import subprocess
import threading
from concurrent.futures import Future
from pathlib import Path
from unittest.mock import patch

import psutil

from odoo.tests import HttpCase, common
from odoo.tests.common import HOST, ChromeBrowser, websocket

# What the browser asks us about before it fetches it: what is not of our own server.
FOREIGN = [{'urlPattern': 'https://*'}]
# What a page may leave behind: all but the code that was loaded.
STORAGE = 'cookies,local_storage,indexeddb,cache_storage,service_workers'
# Seconds a browser may take to start: core skips the test after ten, which a machine with other work needs at times.
PATIENCE = 120


class Program(psutil.Process):
    """A program that is no child of this one, as ``ChromeBrowser`` speaks to it."""

    def poll(self):
        return None if self.is_running() and self.status() != psutil.STATUS_ZOMBIE else 0

    def wait(self, timeout=None):
        try:
            return super().wait(timeout)
        except psutil.TimeoutExpired as error:
            raise subprocess.TimeoutExpired(self.name(), timeout) from error


class LastingBrowser(ChromeBrowser):
    """A browser that outlives a script: stopping only leaves the page, and beginning forgets what it left."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Core lets each request wait for its word, those of our own pages too: a tenth of the time of a walk.
        self._websocket_request('Fetch.enable', params={'patterns': FOREIGN})

    def _spawn_chrome(self, cmd):
        """Through a shell that ends at once: a child that is left when a class ends is taken for a forgotten one."""
        pid_file = Path(self.user_data_dir, 'pid')
        with patch.object(common, 'CHECK_BROWSER_ITERATIONS', int(PATIENCE / common.CHECK_BROWSER_SLEEP)):
            shell, port = super()._spawn_chrome(['sh', '-c', f'"$@" & echo $! > "{pid_file}"', 'sh', *cmd])
        shell.wait()
        return Program(int(pid_file.read_text())), port

    def _open_websocket(self):
        """Whoever listens stops with the tests: Python waits for its threads before it does what is left to the end."""
        ws = super()._open_websocket()
        receive = ws.recv

        def receive_while_tests_run():
            if not threading.main_thread().is_alive():
                raise websocket.WebSocketConnectionClosedException
            return receive()

        ws.recv = receive_while_tests_run
        return ws

    def end(self):
        """With the interpreter: nobody listens any more."""
        self.chrome.terminate()
        psutil.wait_procs([self.chrome], timeout=5)
        shutil.rmtree(self.user_data_dir, ignore_errors=True)

    def begin(self, test_case, success_signal):
        self.test_case = test_case
        self.success_signal = success_signal
        self._result = Future()
        self._websocket_request('Storage.clearDataForOrigin', params={
            'origin': test_case.base_url(), 'storageTypes': STORAGE})
        width, height = map(int, test_case.browser_size.replace('x', ',').split(','))
        self._websocket_request('Emulation.setDeviceMetricsOverride', params={
            'mobile': False, 'width': width, 'height': height, 'deviceScaleFactor': 1})

    def navigate_to(self, url, *args, **kwargs):
        # The companies of whoever was here before: a page that ends may note them once more after they were forgotten.
        if url != 'about:blank':
            self._websocket_request('Network.deleteCookies', params={'name': 'cids', 'url': url})
        super().navigate_to(url, *args, **kwargs)

    def is_usable(self):
        return (
            not self.had_failure and self.chrome.poll() is None and self._result.done()
            and not self._result.cancelled() and not self._result.exception())

    def stop(self):
        self._websocket_request('Runtime.evaluate', params={'expression': 'sessionStorage.clear()'})
        self.navigate_to('about:blank', wait_stop=True)
        # What pages share may outlive them, and would go on asking with the cookies of whoever comes next.
        for target in self._websocket_request('Target.getTargets')['targetInfos']:
            if target['type'] in ('shared_worker', 'service_worker'):
                self._websocket_request('Target.closeTarget', params={'targetId': target['targetId']})

    def close(self):
        ChromeBrowser.stop(self)


class OneBrowserCase(HttpCase):
    """All scripts of all such classes run in one browser, one login after another: it loads the web client's code once.

    A screen of another kind, touched or not, is a browser of its own; one that met a failure is not used again.
    """
    browsers = {}
    # One request of a page holds up those beside it, on a busy machine for more than core's 20 seconds.
    test_cursor_lock_timeout = 60

    def _enter_browser(self, test_case, success_signal, **kwargs):
        browser = self.browsers.pop(test_case.touch_enabled, None)
        if browser and not browser.is_usable():
            self._leave_browser(browser)
            browser = None
        if browser:
            browser.begin(test_case, success_signal)
        else:
            browser = LastingBrowser(test_case, success_signal=success_signal, **kwargs)
            atexit.register(browser.end)
        self.browsers[test_case.touch_enabled] = browser
        return browser

    @staticmethod
    def _leave_browser(browser):
        atexit.unregister(browser.end)
        browser.close()

    def browser_js(self, *args, **kwargs):
        with patch.object(common, 'ChromeBrowser', self._enter_browser):
            try:
                super().browser_js(*args, **kwargs)
            except OSError as error:
                # A page's websocket that closed by itself while core closed all that were left: the test itself is over.
                if error.errno != errno.EBADF or error.__context__:
                    raise

    def authenticate(self, *args, **kwargs):
        """Core reads who logs in while requests are let in already: two would read by one cursor, and neither gets its rows."""
        with common._registry_test_lock:
            return super().authenticate(*args, **kwargs)

    def _wait_remaining_requests(self, timeout=10):
        """Core waits for the requests that are worked on. One that the page sent last may still stand in the queue: begun
        after the test, it would look for what is rolled back, and with the session gone as nobody. The server takes them
        one after another, so whoever stood before a request of ours is worked on, or done, when ours is answered.
        """
        last = http.client.HTTPConnection(HOST, self.http_port(), timeout=timeout)
        with contextlib.closing(last):
            last.request('GET', '/aftersales/static/description/icon.png')
            last.getresponse().read()
        return super()._wait_remaining_requests(timeout)
