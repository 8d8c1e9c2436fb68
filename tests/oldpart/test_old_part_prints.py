from freezegun import freeze_time
from lxml import html

from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestOldPartPrints(WarrantyCommon):
    """H6: the record of what was scrapped together, and the list of what goes back to be credited, in both languages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('zh_CN')
        cls.suppliers = cls.env['res.partner'].create([{'name': "Core Works"}, {'name': "Maker Returns"}])
        cls.order = cls._create_order(cls._prepare_job((cls.disc, 1)))

    def _create_parts(self, count, **values):
        parts = self.env['aftersales.old.part'].create([
            {'job_id': self.order.job_ids.id, 'product_id': self.disc.id, 'place': "O-1", **values} for __ in range(count)])
        parts = parts.with_user(self.user_parts)
        parts.action_hand_in()
        return parts

    def _print(self, report, parts, lang='en_US'):
        self.user_parts.lang = lang
        source, __ = self.env['ir.actions.report'].with_user(self.user_parts).with_context(lang=lang)._render_qweb_html(
            f'aftersales.{report}', parts.ids)
        return [' '.join(' '.join(page.itertext()).split()) for page in html.fromstring(source).find_class('o_as_page')]

    def test_scrap_record(self):
        parts = self._create_parts(2, duty='scrap', condition='scrap', scrap_reason="Cracked")
        here = self._create_parts(1, duty='scrap')
        parts.action_scrap()
        with freeze_time('2026-03-05 04:00:00'):
            later = self._create_parts(1, duty='scrap', scrap_reason="Worn")
            later.action_scrap()
        pages = self._print('report_old_part_scrap', parts | here | later)
        self.assertEqual(len(pages), 2, "a page for what was scrapped together")
        for word in (*parts.mapped('name'), self.order.name, self.order.license_plate, "Cracked", self.user_parts.name):
            self.assertIn(word, pages[0])
        self.assertNotIn(here.name, ''.join(pages))
        self.assertIn(later.name, pages[1])
        chinese = self._print('report_old_part_scrap', parts, 'zh_CN')
        self.assertIn(parts[0].name, chinese[0])
        self.assertNotEqual(chinese[0], pages[0])
        self.assertFalse(self._print('report_old_part_scrap', here))

    def test_core_list(self):
        first, second = self.suppliers
        cores = self._create_parts(2, duty='core', value=80, supplier_id=first.id)
        to_maker = self._create_parts(1, duty='maker', supplier_id=second.id)
        scrap = self._create_parts(1, duty='scrap')
        cores[0].action_send_back()
        pages = self._print('report_old_part_cores', cores | to_maker | scrap)
        self.assertEqual(len(pages), 2, "a page a supplier")
        for word in (*cores.mapped('name'), "Core Works", "160"):
            self.assertIn(word, pages[0])
        self.assertIn("Maker Returns", pages[1])
        self.assertNotIn(scrap.name, ''.join(pages))
        returned = self._print('report_old_part_return', cores)
        self.assertIn("Core Works", returned[0], "it goes to whoever takes it back, not to the payer of the work")
        self.assertIn(cores[0].name, self._print('report_old_part_cores', cores, 'zh_CN')[0])
