from odoo.tests import freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.handover import HandoverCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 04:00:00')
class TestHandoverPrint(HandoverCommon):
    """P1: the sheet with its points and four signatures, in the buyer's language, and for ever as it was signed."""

    def _print(self, handover, lang=None):
        report = self.env['ir.actions.report'].with_user(self.user_advisor).with_context(lang=lang or 'en_US')
        return report._render_qweb_html('aftersales.report_handover', handover.ids)[0].decode()

    def test_sheet(self):
        self.handover.line_ids[0].write({'result': 'defect', 'finding_text': "Scratch <door>"})
        text = self._print(self.handover)
        for words in (
            "Hand-Over of a Car", "沪A·77881", "Shen Li", "Scratch &lt;door&gt;", "Two keys", "Road test", "Technician"):
            self.assertIn(words, text)
        self.assertNotIn("Scratch <door>", text)

    def test_signed_sheet_stays(self):
        """P1: what was signed is printed, whatever is renamed afterwards."""
        self.hand_over(self.handover)
        before = self._print(self.handover)
        self.assertEqual(before.count('data:image/png'), 4 + before.count('alt="Logo"'))
        self.buyer.name = "Somebody Else"
        self.car.license_plate = '沪A·00000'
        after = self._print(self.handover)
        self.assertIn("Shen Li", after)
        self.assertNotIn("Somebody Else", after)
        self.assertNotIn('沪A·00000', after)

    def test_chinese(self):
        """P1: a Chinese buyer reads his own language; two sheets print in one go."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.buyer.lang = 'zh_CN'
        point = self.env['aftersales.handover.point'].search([('name', '=', self.handover.line_ids[0].name)], limit=1)
        point.with_context(lang='zh_CN').name = "漆面与玻璃"
        other = self.create_handover(self.create_car('沪A·77882'))
        self.assertIn("漆面与玻璃", self._print(other), "in the seller's words on the screen, in the buyer's on paper")
        self.assertEqual(self._print(self.handover | other).count('class="page o_as_page'), 2)
