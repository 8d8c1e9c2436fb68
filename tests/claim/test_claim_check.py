import base64

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.claim import ClaimCommon
from odoo.addons.aftersales.tests.dealership.warranty import TODAY

PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestClaimCheck(ClaimCommon):
    """I3: everything that keeps a claim from being sent is told at once, while it is entered and before it goes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim = cls._create_claims()
        cls.claim.doubts_reason = False

    def assertPoint(self, regex, claim=None):
        claim = claim or self.claim
        claim.invalidate_recordset(['missing', 'missing_html', 'has_doubts'])
        self.assertRegex(claim.missing or '', regex)
        with self.assertRaisesRegex(UserError, regex):
            claim.action_check()
        self.assertEqual(claim.state, 'draft')

    def assertNoPoint(self, regex, claim=None):
        claim = claim or self.claim
        claim.invalidate_recordset(['missing', 'missing_html', 'has_doubts'])
        self.assertNotRegex(claim.missing or '', regex)

    def test_nothing_missing(self):
        self.assertFalse(self.claim.missing)
        self.assertFalse(self.claim.has_doubts)
        self.claim.action_check()
        self.assertEqual(self.claim.state, 'checked')

    def test_words_of_the_reader(self):
        """C7, I3: what a claim lacks, and its lines, are said in the words of who reads them, the maker's paper in his."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.operation.with_context(lang='zh_CN').name = "更换制动盘"
        self.disc.with_context(lang='zh_CN').name = "制动盘"
        self.terms.needs_clock = True
        claim = self._create_claims(operation_id=self.operation.id, name=self.operation.name)
        self.assertIn(f"no hours are clocked on: {self.operation.name}", claim.missing)
        chinese = claim.with_context(lang='zh_CN')
        self.assertIn("更换制动盘", chinese.missing)
        self.assertNotIn(self.operation.name, chinese.missing)
        claim.line_ids.filtered('operation_id').name = self.operation.name
        self.assertEqual(set(chinese.line_ids.mapped('display_name')), {"制动盘", "更换制动盘"})
        claim.line_ids[0].name = "Disc with a crack"
        self.assertEqual(chinese.line_ids[0].display_name, "Disc with a crack", "what somebody wrote stays")
        self.maker.lang = 'zh_CN'
        claim.action_refill()
        self.assertIn("制动盘", claim.line_ids.mapped('name'))

    def test_own_fields(self):
        for name in ('concern', 'cause', 'correction'):
            for empty in (False, " \u200b "):
                before = self.claim[name]
                self.claim[name] = empty
                with self.subTest(name=name, empty=empty):
                    self.assertPoint(f"not entered: {name.capitalize()}")
                self.claim[name] = before
        self.claim.causal_line_id = False
        self.assertPoint("no causal part")

    def test_told_while_typing(self):
        with Form(self.claim) as form:
            self.assertFalse(form.missing_html)
            form.cause = False
            self.assertIn("not entered: Cause", form.missing_html)
            form.cause = "Broken"
            self.assertFalse(form.missing_html)

    def test_what_the_terms_ask_for(self):
        code = self.env['aftersales.defect.code'].create({'name': "Broken", 'code': "B1"})
        self.terms.write({
            'needs_photo': True, 'needs_signature': True, 'needs_clock': True, 'needs_old_part': True,
            'needs_defect_code': True, 'prior_approval_above': 1})
        for regex in ("no photo", "signed nothing", "no hours are clocked", "no tag of the old part: Brake disc",
                      "no defect code", "his number is not entered"):
            self.assertPoint(regex)
        self.env['ir.attachment'].with_user(self.user_claims).create({
            'name': "photo.png", 'raw': base64.b64decode(PIXEL), 'res_model': 'aftersales.job',
            'res_id': self.claim.job_ids.id})
        self.assertNoPoint("no photo")
        self.env['aftersales.time.entry'].sudo().create({
            'job_id': self.claim.job_ids.id, 'employee_id': self.technician.id,
            'start': '2026-03-02 01:00:00', 'stop': '2026-03-02 02:00:00'})
        self.assertNoPoint("clocked")
        self.env['aftersales.old.part'].with_user(self.user_claims).create({
            'job_id': self.claim.job_ids.id, 'product_id': self.disc.id})
        self.assertNoPoint("old part")
        self.claim.write({'defect_code_id': code.id, 'approval_number': "A-77"})
        self.assertNoPoint("defect code|his number")
        self.assertPoint("signed nothing")

    def test_late_needs_a_reason(self):
        """What is only doubtful goes with a reason that the maker reads."""
        with freeze_time('2026-04-02 04:00:00'):
            self.assertTrue(self.claim.is_late)
            self.assertIn(self.claim, self.claim.search([('is_late', '=', True)]))
            self.assertPoint("the maker took it until")
            self.claim.doubts_reason = " "
            self.assertPoint("the maker took it until")
            self.claim.doubts_reason = "The maker agreed by phone"
            self.claim.action_check()
            self.claim.action_submit()
        self.assertEqual(self.claim.submission_ids._get_content()['doubts_reason'], "The maker agreed by phone")

    def test_a_lack_needs_more_than_a_reason(self):
        self.claim.write({'cause': False, 'doubts_reason': "We do not know"})
        self.assertPoint("not entered: Cause")

    def test_over_hours_and_more_than_issued(self):
        labour = self.claim.line_ids.filtered(lambda line: line.kind == 'labour')
        part = self.claim.line_ids - labour
        labour.quantity = labour.allowed_hours + 0.5
        self.assertPoint("hours are claimed")
        labour.quantity = labour.allowed_hours
        self.assertNoPoint("hours are claimed")
        part.quantity = 2
        self.assertPoint("2 are claimed, 1 were issued")

    def test_the_same_again(self):
        other = self._create_claims()
        other.doubts_reason = False
        self.assertPoint(f"was claimed for this car already with {self.claim.name}", other)
        other.repair_end = fields.Datetime.add(self.claim.repair_end, days=91)
        other.failure_date = other.repair_end
        self.assertNoPoint("already with", other)
        other.repair_end = self.claim.repair_end
        self.claim._withdraw("Twice")
        self.assertNoPoint("already with", other)

    def test_out_of_coverage(self):
        self.vehicle.sudo().coverage_ids.filtered(lambda coverage: not coverage.product_id).suspended_reason = "Racing"
        self.assertPoint("suspended, Racing")
        self.claim.claim_type = 'goodwill'
        self.assertNoPoint("Racing")

    def test_kind_not_borne(self):
        self.claim.line_ids = [Command.create({'kind': 'towing', 'name': "Tow truck", 'quantity': 1, 'price_unit': 300})]
        self.assertPoint("does not bear: Towing")

    def test_not_registered(self):
        policy = self.claim.coverage_id.sudo().policy_id
        self.env.cr.execute("UPDATE aftersales_policy SET needs_registration = true WHERE id = %s", [policy.id])
        policy.invalidate_recordset()
        self.env['aftersales.warranty.registration'].sudo().search([('vehicle_id', '=', self.vehicle.id)]).state = 'withdrawn'
        self.assertPoint("not registered with the maker")

    def test_distance(self):
        self.claim.odometer = 0
        self.assertPoint("distance of the car is not entered")
        self.env['fleet.vehicle.odometer'].sudo().create({
            'vehicle_id': self.vehicle.id, 'value': 29_000, 'date': '2026-02-01'})
        self.claim.odometer = 28_000
        self.assertPoint("28,000 km are entered, 29,000 km were read before")
        self.claim.odometer = 29_500
        self.assertNoPoint("distance")

    def test_recall_needs_its_number(self):
        self.claim.claim_type = 'recall'
        self.assertPoint("number of the recall")
        self.claim.campaign_number = "R-2026-1"
        self.assertNoPoint("number of the recall")

    def test_points_of_many(self):
        claims = self._create_claims(count=3)
        claims[1:].cause = False
        with self.assertRaises(UserError) as refusal:
            claims.action_check()
        for claim in claims[1:]:
            self.assertIn(f"{claim.name} cannot be sent yet:\n- not entered: Cause", str(refusal.exception))
        self.assertEqual(set(claims.mapped('state')), {'draft'})
        claims.cause = "Broken"
        self.terms.write({'needs_photo': True, 'needs_signature': True, 'needs_clock': True, 'needs_old_part': True})
        self.assertFlat(lambda some: some.mapped('missing'), claims[:1], claims, slack=2)
