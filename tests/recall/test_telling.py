from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.recall import NOW, RecallCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestTelling(RecallCommon):
    """I7: owners are told in waves, by letter, mail and SMS, and each telling is kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()
        cls._start()
        cls.car, cls.car_2 = cls._get_car(cls.vehicle), cls._get_car(cls.vehicle_2)
        cls.company.aftersales_notice_channel = 'mail'

    def _send(self, channel='notice', days=30, user=None, recall=None):
        return self.env['aftersales.recall.wave'].with_user(user or self.user_claims)._send(
            (recall or self.recall).with_user(user or self.user_claims), days, channel)

    def test_wave_by_mail(self):
        """I7: a wave writes to those not told in the last days, and to nobody twice."""
        wave, cars = self._send()
        self.assertEqual((wave.number, wave.car_count, len(cars)), (1, 2, 2))
        with self.assertRaisesRegex(UserError, "nobody is left"):
            self._send()  # while it still waits in the queue
        self.send_notices()
        for car in (self.car, self.car_2):
            self.assertEqual((car.state, car.told_count, car.telling_ids.channel), ('told', 1, 'mail'))
            self.assertEqual(car.telling_ids.wave_id, wave)
            self.assertEqual(car.telling_ids.partner_id, self.customer)
        with self.assertRaisesRegex(UserError, "nobody is left"):
            self._send()
        with freeze_time('2026-04-10 04:00:00'):
            self.assertEqual(self._send()[0].number, 2)
            self.send_notices()
        self.assertEqual(self.car.told_count, 2)

    def test_letters(self):
        cars = self._send('letter')[1]
        self.assertEqual(set(cars.mapped('state')), {'told'})
        self.assertEqual(self.car.telling_ids.channel, 'letter')
        html = self.env['ir.actions.report'].with_user(self.user_claims)._render_qweb_html(
            'aftersales.report_recall_letter', cars.ids)[0].decode()
        for text in (self.vins[0], self.vins[1], "24R-001", "Fuel may run out and burn.", "free of charge"):
            self.assertIn(text, html)

    def test_clock_of_the_outlet(self):
        """C4: what belongs to no outlet tells the day of the company's first one, whatever its calendar's default says."""
        self.workshop.resource_calendar_id.tz = 'Asia/Shanghai'
        (self.company.aftersales_workshop_ids - self.workshop).sudo().active = False
        self.company.partner_id.tz = False
        self.company.resource_calendar_id.sudo().copy({'tz': 'Europe/Brussels'})
        self.assertEqual(self.car._get_notice_tz().zone, 'Asia/Shanghai')
        with freeze_time('2026-03-05 18:00:00'):
            html = self.env['ir.actions.report'].with_user(self.user_claims)._render_qweb_html(
                'aftersales.report_recall_letter', self.car.ids)[0].decode()
        self.assertIn('03/06/2026', html)
        self.assertNotIn('03/05/2026', html)

    def test_safety_is_no_advertising(self):
        """I7: who wants no advertising is told of a safety recall all the same, of a campaign not."""
        self.env['mail.blacklist']._add(self.customer.email)
        self.customer.phone = False
        campaign = self._create_recall(maker_number='24C-1', kind='campaign')
        self._start(campaign)
        self._send()
        self._send(recall=campaign)
        self.send_notices()
        self.assertEqual(self.car.told_count, 1)
        car = self._get_car(self.vehicle, campaign)
        self.assertEqual(car.told_count, 0)
        self.assertEqual(car.activity_ids.activity_type_id, self.env.ref('mail.mail_activity_data_call'))

    def test_silent_and_ended(self):
        """I7: of a silent improvement and of an ended recall nobody is told."""
        silent = self._create_recall(maker_number='S', kind='silent')
        self._start(silent)
        for recall in (silent, self.recall):
            if recall == self.recall:
                recall.action_end()
            with self.assertRaises(UserError):
                self._send(recall=recall)
            with self.assertRaises(UserError):
                self._get_car(self.vehicle, recall).with_user(self.user_advisor).action_note_told()

    def test_overtaken(self):
        """I7: who had it done before the queue came is not written to."""
        self._send()
        self.car.with_user(self.user_claims)._close('elsewhere', "Stamp in the booklet")
        self.send_notices()
        self.assertEqual((self.car.told_count, self.car_2.told_count), (0, 1))

    def test_roles(self):
        """I7: claims clerks send waves; advisors note what they said; others neither; tellings stay."""
        for user in (self.user_advisor, self.user_technician, self.user_other_advisor):
            with self.assertRaises(AccessError):
                self._send(user=user)
        wizard = self.env['aftersales.recall.telling.wizard'].with_user(self.user_advisor).create({
            'recall_vehicle_id': self.car.id, 'channel': 'phone', 'note': "Comes on Monday"})
        wizard.action_apply()
        telling = self.car.telling_ids
        self.assertEqual((telling.channel, telling.user_id, telling.note), ('phone', self.user_advisor, "Comes on Monday"))
        with self.assertRaises(AccessError):
            self.car.with_user(self.user_technician).action_note_told()
        with self.assertRaises(UserError):
            telling.sudo().note = "Other"
        with self.assertRaises(UserError):
            telling.sudo().unlink()
        with self.assertRaises(AccessError):
            self.env['aftersales.recall.telling'].with_user(self.user_claims).create({
                'recall_vehicle_id': self.car.id, 'channel': 'phone'})

    def test_not_here(self):
        """I7: sold abroad, scrapped, done elsewhere: with a proof, by the claims clerk, of two at once; and back."""
        cars = (self.car | self.car_2).with_user(self.user_claims)
        action = cars.action_close()
        wizard = self.env['aftersales.recall.close.wizard'].with_user(self.user_claims).with_context(**action['context'])
        with self.assertRaisesRegex(UserError, "blanks"):
            wizard.create({'kind': 'abroad', 'reason': ' '}).action_apply()
        wizard.create({'kind': 'abroad', 'reason': "Export paper"}).action_apply()
        self.assertEqual(set(cars.mapped('state')), {'gone'})
        self.assertFalse(self.vehicle.recall_count)
        with self.assertRaisesRegex(UserError, "closed already"):
            cars.action_close()
        with self.assertRaises(AccessError):
            cars.with_user(self.user_advisor).action_reopen()
        cars.action_reopen()
        self.assertEqual(set(cars.mapped('state')), {'open'})

    def test_numbers(self):
        """I7: told and done against the target, by the week; the list for the maker names the done cars."""
        self.recall.target_ids = [(0, 0, {'week': 1, 'percent': 20}), (0, 0, {'week': 2, 'percent': 80})]
        self._send('letter')
        order = self._create_visit()
        order.action_add_recalls()
        self.work(self.issue(self.receive(order)))
        self.env.invalidate_all()
        recall = self.recall
        self.assertEqual((recall.car_count, recall.here_count, recall.told_count, recall.done_count, recall.todo_count),
                         (3, 2, 2, 1, 1))
        self.assertEqual((recall.done_percent, recall.target_percent, recall.is_behind), (50, 20, False))
        self.env.flush_all()
        week = self.env['aftersales.recall.week'].with_user(self.user_claims).search(
            [('recall_id', '=', recall.id)], order='week')
        self.assertEqual((week[0].car_total, week[0].told, week[0].done, week[0].done_percent), (2, 2, 1, 50))
        self.assertEqual(
            max(week.mapped('date')), self.workshop._get_local_day(fields.Datetime.now()), "the week that runs ends today")
        rows = recall._write_done_list().splitlines()
        self.assertEqual(len(rows), 2)
        self.assertEqual(rows[1].split(',')[1:], [self.vins[0], '2026-03-02', '45000', order.name])
        with freeze_time(fields.Datetime.now() + timedelta(days=8)):
            self.env.invalidate_all()
            self.assertTrue(recall.is_behind)
        self.assertFalse(self.env['aftersales.recall.week'].with_user(self.user_other_advisor).search(
            [('recall_id', '=', recall.id)]))
        self._check_week_of_the_outlet(recall)

    def _check_week_of_the_outlet(self, recall):
        """Work done on Monday morning in Shanghai is of the second week, whatever day it is at the company's house."""
        self.workshop.resource_calendar_id.tz = 'Asia/Shanghai'
        self.company.partner_id.tz = 'America/Los_Angeles'
        recall.car_ids.filtered('done_date').sudo().done_date = '2026-03-08 17:00:00'
        with freeze_time('2026-03-10 04:00:00'):
            self.env.flush_all()
            self.env.invalidate_all()
            week = self.env['aftersales.recall.week'].with_user(self.user_claims).search(
                [('recall_id', '=', recall.id)], order='week')
            self.assertEqual(week.mapped('done_in_week'), [0, 1])

    def test_customer_s_page(self):
        """O1, I7: the owner reads danger, remedy and how far it is; of silent improvements nothing."""
        silent = self._create_recall(maker_number='S', kind='silent')
        self._start(silent)
        told, = self.vehicle._get_portal_recalls()
        self.assertEqual((told['number'], told['danger'], told['is_open']), ('24R-001', "Fuel may run out and burn.", True))
        self.assertTrue(told['is_to_book'])
        public, = self.workshop._get_public_recalls()
        self.assertNotIn(self.vins[0], str(public))
        self.assertEqual(public['number'], '24R-001')


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestDefectReport(RecallCommon):
    """I7: suspected defects are reported as a record that stays."""

    def test_life(self):
        reports = self.env['aftersales.defect.report'].with_user(self.user_claims).create([
            {'title': "Steering creaks"}, {'title': "Seat belt jams"}])
        self.assertEqual(len(set(reports.mapped('name'))), 2)
        with self.assertRaisesRegex(UserError, "lacks: Recipient"):
            reports.action_send()
        reports.write({
            'partner_id': self.maker.id, 'vehicle_ids': (self.vehicle | self.vehicle_2).ids, 'observation': "On both cars"})
        for user in (self.user_advisor, self.user_technician):
            with self.assertRaises(AccessError):
                reports.with_user(user).action_send()
        with self.assertRaises(AccessError):
            reports.with_user(self.user_other_advisor).read(['title'])
        reports.action_send()
        self.assertEqual(set(reports.mapped('sent_date')), {fields.Date.to_date('2026-03-02')})
        for user in (self.user_claims, self.user_manager):
            with self.assertRaisesRegex(UserError, "was sent"):
                reports.with_user(user).observation = "Other"
            with self.assertRaisesRegex(UserError, "five years"):
                reports.with_user(user).unlink()
        with self.assertRaisesRegex(UserError, "Enter what was answered"):
            reports.action_answer()
        reports.answer = "A recall is prepared."
        reports.action_answer()
        reports.action_close()
        self.assertEqual(set(reports.mapped('state')), {'closed'})
        with self.assertRaises(AccessError):
            reports.action_reset()
        reports.with_user(self.user_manager).action_reset()
        self.assertEqual(set(reports.mapped('state')), {'answered'})
