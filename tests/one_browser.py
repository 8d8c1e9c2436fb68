from concurrent.futures import Future
from unittest.mock import patch

from odoo.tests import HttpCase, common
from odoo.tests.common import ChromeBrowser

# What a page may leave behind: all but the code that was loaded.
STORAGE = 'cookies,local_storage,indexeddb,cache_storage,service_workers'


class LastingBrowser(ChromeBrowser):
    """A browser that outlives a script: stopping only leaves the page, and beginning forgets what it left."""

    def begin(self, test_case, success_signal):
        self.test_case = test_case
        self.success_signal = success_signal
        self._result = Future()
        self._websocket_request('Storage.clearDataForOrigin', params={
            'origin': test_case.base_url(), 'storageTypes': STORAGE})

    def is_usable(self):
        return not self.had_failure and self._result.done() and not self._result.exception()

    def stop(self):
        self._websocket_request('Runtime.evaluate', params={'expression': 'sessionStorage.clear()'})
        self.navigate_to('about:blank', wait_stop=True)

    def close(self):
        ChromeBrowser.stop(self)


class OneBrowserCase(HttpCase):
    """All scripts of the class run in one browser, one login after another: it loads the web client's code once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser = None
        cls.addClassCleanup(cls._leave_browser)

    @classmethod
    def _leave_browser(cls):
        if cls.browser:
            cls.browser.close()
            cls.browser = None

    def _enter_browser(self, test_case, success_signal, **kwargs):
        if self.browser and not self.browser.is_usable():
            self._leave_browser()
        if self.browser:
            self.browser.begin(test_case, success_signal)
        else:
            type(self).browser = LastingBrowser(test_case, success_signal=success_signal, **kwargs)
        return self.browser

    def browser_js(self, *args, **kwargs):
        with patch.object(common, 'ChromeBrowser', self._enter_browser):
            super().browser_js(*args, **kwargs)
