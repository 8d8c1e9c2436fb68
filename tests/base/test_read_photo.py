from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase

READ = """
const { readPhoto } = odoo.loader.modules.get("@aftersales/base/read_photo");
const said = [];
const notification = { add: (message) => said.push(String(message)) };
const canvas = Object.assign(document.createElement("canvas"), { width: 3200, height: 40 });
canvas.toBlob(async (blob) => {
    const good = await readPhoto(new File([blob], "good.png"), notification);
    const bad = await readPhoto(new File(["no picture"], "IMG_0815.heic", { type: "image/heic" }), notification);
    const empty = await readPhoto(new File([], "empty.jpg"), notification);
    const isRight = good.startsWith("/9j/") && bad === false && empty === false
        && said.length === 2 && said[0].startsWith("IMG_0815.heic");
    console[isRight ? "log" : "error"](isRight ? "test successful" : JSON.stringify([good.slice(0, 9), bad, said]));
});
"""


@tagged('post_install', '-at_install')
class TestReadPhoto(AftersalesCommon, OneBrowserCase):

    def test_what_is_no_photo(self):
        """faults U13: a photo that the tablet cannot read gets a sentence, not a crash, and the next one is taken."""
        self.browser_js(
            '/odoo', READ, 'odoo.isReady === true && Boolean(odoo.loader.modules.get("@aftersales/base/read_photo"))',
            login=self.user_technician.login)
