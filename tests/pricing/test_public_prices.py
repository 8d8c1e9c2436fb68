from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestPublicPrices(BillingCommon, HttpCase):
    """A5: the published list stands on a page that needs no login."""

    def test_page(self):
        """A5: the list in force of an outlet that shows it; no draft, no other one, whatever is asked for."""
        lists = self.env['aftersales.price.list'].with_user(self.user_manager)
        lists.sudo().search([]).is_public = False
        vals = {
            'workshop_id': self.workshop.id, 'valid_from': self.company._get_today(), 'is_public': True,
            'conditions': "By <b>flat</b> rates",
            'line_ids': [Command.create({'kind': 'other', 'name': "Wash by hand", 'price': 61.5})]}
        shown = lists.create(vals)
        self.assertIn("No price list is published", self.url_open('/aftersales/prices').text)
        shown.action_publish()
        for path in ('', f'?workshop_id={self.workshop.id}', '?workshop_id=99999999999', '?workshop_id=x'):
            with self.subTest(path=path):
                page = self.url_open('/aftersales/prices' + path)
                self.assertEqual(page.status_code, 200)
                for text in ("Wash by hand", "61.50", "By &lt;b&gt;flat&lt;/b&gt; rates", shown.name):
                    self.assertIn(text, page.text)
        shown.is_public = False
        self.assertNotIn("Wash by hand", self.url_open('/aftersales/prices').text)
