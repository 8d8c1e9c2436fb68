import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from odoo.addons.aftersales.tools import model_map

CHECKOUT = Path(model_map.__file__).resolve().parent.parent


@tagged('post_install', '-at_install')
class TestModelMap(TransactionCase):
    """``./dev map MODEL`` tells where things are, not where they once were."""

    def _show(self, model):
        return model_map.show(self.env, model, CHECKOUT)

    def test_fields_are_where_it_says(self):
        shown = self._show('aftersales.order')
        places = re.findall(r'^  (\w+) .* (\S+\.py):(\d+)$', shown.partition('FIELDS')[2].partition('METHODS')[0], re.MULTILINE)
        self.assertGreater(len(places), 50)
        for name, path, number in places:
            line = (CHECKOUT / path).read_text(encoding='utf-8').splitlines()[int(number) - 1]
            self.assertEqual(line.strip().partition(' = ')[0], name, f'{path}:{number}')

    def test_chain_in_the_order_of_calls(self):
        """The steps of a method are those of the registry's classes, the one that is called first first."""
        shown = self._show('aftersales.order')
        chain = re.search(r'^  _after_transition +(.*)$', shown, re.MULTILINE)[1]
        steps = [step.partition(':')[0] for step in chain.split(' → ')]
        expected = [
            cls.__module__.removeprefix('odoo.addons.aftersales.models.').replace('.', '/') + '.py'
            for cls in type(self.env['aftersales.order']).mro() if '_after_transition' in vars(cls)
        ]
        self.assertGreater(len(steps), 2)
        self.assertEqual(steps, expected)

    def test_core_model_shows_only_ours(self):
        shown = self._show('res.partner')
        self.assertRegex(shown, r'\n  owned_vehicle_ids +one2many fleet.vehicle ')
        self.assertNotRegex(shown, r'\n  (street|email|bank_ids) ')
        self.assertRegex(shown, r'\n  _commercial_fields +.*\.py:\d+ → account → base\n')

    def test_unknown_model(self):
        self.assertRegex(self._show('sales.job'), r'Did you mean .*\baftersales\.job\b.*\?$')
        self.assertEqual(self._show('nothing.like.it'), 'There is no model nothing.like.it.')
