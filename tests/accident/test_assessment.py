from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.accident import TUESDAY, AccidentCommon
from odoo.addons.aftersales.tests.dealership.health import PIXEL


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestAssessment(AccidentCommon):
    """E11: a supplement is asked and answered like any other authorisation, and the work waits for the answer."""

    def _get_holds(self, order=None):
        return (order or self.order).hold_ids.filtered(lambda hold: hold.kind == 'insurer')

    def test_asking_opens_the_wait(self):
        """E7, E11: asked, the insurer's jobs wait; the last answer ends it, whoever gives it, and the hours are counted."""
        order = self._create_order(
            self._job(self._line(800), **self.insured), self._job(self._line(100)), done=False)
        accident = self._note(order)
        first, second = self._assess(500, accident=accident), self._assess(40, accident=accident)
        first.action_ask()
        hold = self._get_holds(order)
        self.assertEqual((hold.job_id, hold.start, hold.is_open), (order.job_ids[0], TUESDAY, True))
        with freeze_time(TUESDAY + timedelta(hours=2)):
            second.action_ask()
            self.assertEqual(self._get_holds(order), hold, "the wait is open already")
            first.with_user(self.user_advisor).action_approve()
            self.assertTrue(hold.is_open, "the supplement is not answered yet")
        with freeze_time(TUESDAY + timedelta(hours=5)):
            second.refusal = "Old damage"
            second.action_refuse()
        self.assertEqual(hold.stop, TUESDAY + timedelta(hours=5))
        self.assertEqual(accident.wait_hours, 5)

    def test_whole_car_waits_when_jobs_are_done(self):
        """E11: a supplement that is asked after the work holds up the car; one that is asked after it left holds up nothing."""
        self._assess(5).action_ask()
        self.assertFalse(self._get_holds().job_id)
        self.assertTrue(self._get_holds().is_open)
        self.accident.drop_reason = "The customer pays it himself"
        self.accident.action_drop()
        self.assertFalse(self._get_holds().is_open)
        gone = self._create_order(self._job(**self.insured))
        accident = self._note(gone)
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE aftersales_order SET state = 'delivered' WHERE id = %s", gone.id))
        self.env.invalidate_all()
        self._assess(5, accident=accident).action_ask()
        self.assertFalse(self._get_holds(gone))

    def test_withdrawn(self):
        """E11: with an accident that is not claimed what was asked is withdrawn; a round alone may be, too, until it is
        answered, and nobody waits for it any more."""
        draft, asked, other = self._assess(5), self._assess(6), self._assess(7)
        (asked | other).action_ask()
        other.with_user(self.user_advisor).action_withdraw()
        self.assertEqual(other.state, 'withdrawn')
        self.assertTrue(self._get_holds().is_open)
        with self.assertRaisesRegex(UserError, "stays as it was sent"):
            other.line_ids.amount_asked = 1
        with self.assertRaisesRegex(UserError, "cannot go from"):
            other.action_ask()
        self.accident.drop_reason = "Pays it himself"
        self.accident.action_drop()
        self.assertEqual((draft | asked).mapped('state'), ['withdrawn', 'withdrawn'])
        self.assertFalse(self._get_holds().is_open)
        kept = self._create_order(self._job(self._line(100), **self.insured))
        approved = self._approve(100, accident=self._note(kept))
        with self.assertRaisesRegex(UserError, "neither changed nor deleted"):
            approved.action_withdraw()

    def test_panels_of_the_picture(self):
        """E11: a panel that is tapped brings its usual hours and paint once, whatever is entered beside it."""
        door = self.env.ref('aftersales.panel_left_front_door')
        self.company.aftersales_paint_price = 300
        with Form(self.env['aftersales.assessment'].with_user(self.user_advisor).with_context(
                default_accident_id=self.accident.id)) as form:
            for picked in (f'{door.id} replace', f'{door.id} repair', f'{door.id} paint', '0 paint', 'x', f'{door.id} none'):
                form.picked_panel = picked
                self.assertFalse(form.picked_panel)
        lines = form.record.line_ids
        self.assertEqual(
            lines.mapped('kind'), ['replace', 'prepare', 'paint', 'polish', 'material', 'repair'])
        self.assertEqual(lines[0].hours, door.hours_replace)
        self.assertEqual(lines[0].name, door.name)
        self.assertEqual(lines[4].amount_asked, 300 * door.material)

    def test_answer_is_evidence(self):
        """E11: the seal says who was asked what, who answered on which way, and who noted it."""
        assessment = self._assess(60)
        assessment.channel = 'phone'
        assessment.action_ask()
        assessment.with_user(self.user_advisor).action_approve()
        content = assessment._get_content()
        self.assertEqual(
            [content[name] for name in ('claim', 'asked_by', 'noted_by')],
            ["C-1", self.user_claims.name, self.user_advisor.name])
        self.assertEqual(content['sealed']['channel'], 'phone')
        self.assertEqual(content['lines'][0][-2:], [110, 60])
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE aftersales_assessment SET amount = 61 WHERE id = %s", assessment.id))
        self.env.invalidate_all()
        self.assertFalse(assessment.is_intact)

    def test_approved_as_asked(self):
        """E11: one click takes over what was asked; not before it was asked, nor after the answer."""
        assessment = self._assess(60, 40)
        with self.assertRaisesRegex(UserError, "waits for no answer"):
            assessment.action_approve_as_asked()
        assessment.action_ask()
        assessment.action_approve_as_asked()
        self.assertEqual(assessment.amount, 200)
        assessment.action_approve()
        with self.assertRaisesRegex(UserError, "waits for no answer"):
            assessment.action_approve_as_asked()

    def test_panels(self):
        """E11: a panel brings its usual hours for what is done to it, and the price of its paint; both may be changed."""
        self.company.aftersales_paint_price = 400
        panel = self.env['aftersales.panel'].create({
            'name': "Roof rail", 'code': "T01", 'hours_repair': 3, 'hours_replace': 1.5, 'hours_prepare': 0.5,
            'hours_paint': 1, 'hours_polish': 0.25, 'material': 1.5})
        assessment = self._assess()
        assessment.line_ids = [
            Command.create({'panel_id': panel.id, 'kind': kind})
            for kind in ('repair', 'replace', 'prepare', 'paint', 'polish', 'material', 'part')]
        lines = assessment.line_ids
        self.assertEqual(lines.mapped('hours'), [3, 1.5, 0.5, 1, 0.25, 0, 0])
        self.assertEqual(set(lines.mapped('name')), {"Roof rail"})
        self.assertEqual(lines.mapped('amount_asked'), [0, 0, 0, 0, 0, 600, 0])
        self.assertEqual((assessment.hours, assessment.amount_asked), (6.25, 600))
        lines[0].hours = 2
        panel.hours_repair = 9
        self.assertEqual(lines[0].hours, 2)
        lines[0].kind = 'replace'
        self.assertEqual(lines[0].hours, 1.5)
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            panel.unlink()
        with self.assertRaises(AccessError):
            panel.with_user(self.user_advisor).hours_paint = 5

    def test_photos_and_visits(self):
        """E11: photos by stage and visits of the assessor stay with the accident, and stay as they are once it is over."""
        Photo, Visit = (
            self.env[name].with_user(self.user_advisor) for name in ('aftersales.accident.photo', 'aftersales.accident.visit'))
        self.accident.write({'assessor_name': "Li Qiang", 'assessor_phone': "95518"})
        visit = Visit.create({'accident_id': self.accident.id, 'date': TUESDAY})
        self.assertEqual((visit.assessor_name, visit.assessor_phone), ("Li Qiang", "95518"))
        photos = Photo.create([
            {'accident_id': self.accident.id, 'stage': stage, 'image': PIXEL} for stage in ('before', 'during', 'after')])
        self.assertEqual(photos.mapped('taken_date'), [TUESDAY] * 3)
        with self.assertRaisesRegex(ValidationError, "The photo is empty"):
            Photo.create({'accident_id': self.accident.id})
        with self.assertRaises(AccessError):
            photos[0].taken_date = '2026-01-01'
        with self.assertRaises(AccessError):
            photos.with_user(self.user_technician).check_access('read')
        self.accident.drop_reason = "Paid by himself"
        self.accident.action_drop()
        for change in (lambda: visit.write({'note': "Late"}), photos[:1].unlink, lambda: photos[0].write({'name': "Roof"}),
                       lambda: self.accident.paper_ids[0].write({'state': 'there'})):
            with self.assertRaisesRegex(UserError, "neither changed nor deleted"):
                change()

    def test_papers(self):
        """E11: a new accident begins with what every insurer asks for; a paper stands on the list once."""
        required = self.env['aftersales.accident.paper.kind'].search([('is_required', '=', True)])
        self.assertEqual(self.accident.paper_ids.kind_id, required)
        self.assertIn(required[0].name, self.accident.missing_papers)
        with self.assertRaises(psycopg2.IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.accident.paper_ids.create({'accident_id': self.accident.id, 'kind_id': required[0].id})

    def test_figures(self):
        """E11: share of the output, average, days, waits and supplements are those of all rows together, beside the target."""
        other = self._create_order(self._job(self._line(3000)))
        self._approve(100)
        self._approve(25)
        orders = self.order | other
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE aftersales_order SET state = 'delivered', received_date = %s, delivered_date = %s WHERE id IN %s",
            TUESDAY - timedelta(days=4), TUESDAY, orders._ids))
        self.env.cr.execute(SQL(
            "UPDATE aftersales_hold SET hours = 36 WHERE id = %s", self._get_holds()[:1].id))
        self.env.cr.execute(SQL("UPDATE aftersales_hold SET hours = 0 WHERE id IN %s", (0, *self._get_holds()[1:].ids)))
        self.env.invalidate_all()
        Report = self.env['aftersales.accident.report'].with_user(self.user_manager).with_context(
            allowed_company_ids=self.company.ids)
        [(count, share, target, average, days, wait_days, supplements)] = Report._read_group(
            [('order_id', 'in', orders.ids)], [], [
                'accident_count:sum', 'share:avg', 'target:avg', 'average:avg', 'house_days:avg', 'wait_days:avg',
                'supplement_share:avg'])
        whole = sum(orders.mapped('amount_untaxed'))
        self.assertEqual((count, target, days), (1, 30, 4))
        self.assertAlmostEqual(share, 100 * self.order.amount_untaxed / whole, 3)
        self.assertAlmostEqual(average, self.order.amount_untaxed, 2)
        self.assertAlmostEqual(wait_days, 1.5, 3)
        self.assertAlmostEqual(supplements, 20, 3)
        row = Report.search([('order_id', '=', other.id)])
        self.assertEqual((row.share, row.accident_count, row.house_days), (0, 0, 0))
        with self.assertRaises(AccessError):
            Report.with_user(self.user_advisor).check_access('read')

    def test_sheet(self):
        """E11: the sheet says what is asked, panel by panel, and once answered what is approved."""
        assessments = self._assess(60) | self._assess(70)
        for user in (self.user_advisor, self.user_claims):
            html = str(self.env['ir.actions.report'].with_user(user)._render_qweb_html(
                'aftersales.report_assessment', assessments.ids)[0], 'utf-8')
            self.assertIn("C-1", html)
            self.assertIn("Supplement 1", html)
            self.assertNotIn("Answered by", html)
        assessments[0].action_ask()
        assessments[0].action_approve()
        html = str(self.env['ir.actions.report'].with_user(self.user_claims)._render_qweb_html(
            'aftersales.report_assessment', assessments[0].ids)[0], 'utf-8')
        self.assertIn("Li Qiang", html)
