from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon

NOW = Datetime.to_datetime('2026-03-02 02:00:00')


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestTyreStore(OrderCommon):
    """N8: customers' wheels in our racks, from coming in to going back onto the car."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.places = cls.env['aftersales.tyre.place'].with_user(cls.user_parts).create([
            {'name': f'T-{number}', 'workshop_id': cls.workshop.id} for number in (1, 2)])

    def _create_set(self, tread=6, user=None, **values):
        tyres = self.env['aftersales.tyre.set'].with_user(user or self.user_parts).create({
            'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id, **values})
        tyres.tyre_ids.write({'tread_depth': tread, 'size': '205/55 R16', 'made_code': '2323'})
        return tyres

    def test_in_and_out(self):
        """N8: two sets get the next free places, a third finds none; each step stands in the history with place and tread."""
        first, second, third = (self._create_set() for __ in range(3))
        self.assertRegex(first.name, r'^TY/2026/\d{5}$')
        self.assertEqual((first.partner_id, len(first.tyre_ids), first.tread_depth, first.made_year), (
            self.vehicle.owner_id, 4, 6, 2023))
        (first + second).action_store()
        self.assertEqual((first + second).place_id, self.places)
        self.assertFalse(any(self.places.mapped('is_free')))
        with self.assertRaisesRegex(UserError, "all places of .* are taken"):
            third.action_store()
        with self.assertRaisesRegex(UserError, "is taken by"):
            third.place_id = self.places[0]
            third._transition('stored')
        with self.assertRaisesRegex(UserError, "is already"):
            first._transition('stored')
        first.with_user(self.user_manager).action_hand_out()
        self.assertFalse(first.place_id)
        third.action_store()
        self.assertEqual(third.place_id, self.places[0])
        self.assertEqual(
            [(move.kind, move.place_id.name, move.tread_depth, move.user_id) for move in first.move_ids.sorted('id')],
            [('in', 'T-1', 6, self.user_parts), ('out', 'T-1', 6, self.user_manager)])
        self.assertEqual(
            self.env['aftersales.tyre.place'].search([('is_free', '=', True), ('id', 'in', self.places.ids)]), self.places[:0])
        with self.assertRaises(AccessError):
            first.move_ids.unlink()

    def test_what_is_stored_stays(self):
        """N8: what lies in the rack keeps car, owner and outlet, moves with a trace, is ended with a reason, never deleted."""
        tyres = self._create_set()
        tyres.action_store()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            tyres.vehicle_id = self.env['fleet.vehicle'].create({'model_id': self.model_a.id})
        with self.assertRaisesRegex(UserError, "choose the place it is moved to"):
            tyres.place_id = False
        tyres.place_id = self.places[1]
        self.assertEqual(tyres.move_ids.sorted('id').mapped('kind'), ['in', 'moved'])
        with self.assertRaises(AccessError):
            tyres.with_user(self.user_manager).unlink()
        manager = tyres.with_user(self.user_manager)
        self.assertEqual(manager.action_cancel()['res_model'], 'aftersales.cancel.wizard')
        manager._cancel("Scrapped, the customer agreed")
        self.assertTrue(self.places[1].is_free)
        with self.assertRaisesRegex(UserError, "has ended"):
            tyres.tyre_ids[0].tread_depth = 8
        with self.assertRaisesRegex(UserError, "uses it"):
            self.places[1].unlink()

    def test_measured_before_it_is_stored(self):
        """N8: tread is measured, the sidewall's code is a week and a year."""
        tyres = self._create_set(tread=0)
        with self.assertRaisesRegex(UserError, "measure the tread"):
            tyres.action_store()
        for code in ('9923', '12a3', '٢٣٢٣', '123'):
            with self.subTest(code), self.assertRaisesRegex(ValidationError, "four digits"), self.cr.savepoint():
                tyres.tyre_ids[0].made_code = code
        for depth in (-1, 31, float('nan')):
            with self.subTest(depth), self.assertRaises(ValidationError), self.cr.savepoint():
                tyres.tyre_ids[0].write({'tread_depth': depth})

    def test_worn_and_old_ones_are_told(self):
        """N8: below the legal tread, below the winter's, too old: in words, found by the filter, told at reception."""
        good, worn, winter, old = (
            self._create_set(tread=tread, season=season)
            for tread, season in ((3, 'summer'), (1.5, 'summer'), (3, 'winter'), (6, 'all')))
        old.tyre_ids[0].made_code = '0119'
        self.assertEqual([bool(tyres.condition) for tyres in (good, worn, winter, old)], [False, True, True, True])
        self.assertIn("1.5 mm: below 1.6 mm they must not be driven", worn.condition)
        self.assertIn("below 4.0 mm winter tyres", winter.condition)
        self.assertIn("Made in 2019: older than 6 years", old.condition)
        sets = good + worn + winter + old
        self.assertEqual(
            sets.search([('needs_tyres', '=', True), ('id', 'in', sets.ids)], order='id'), worn + winter + old)
        self.assertEqual(sets.search([('needs_tyres', '=', False), ('id', 'in', sets.ids)]), good)
        winter.action_store()
        order = self._create_orders().with_user(self.user_advisor)
        alerts = [alert for alert in order._get_alerts() if alert.action == 'action_view_tyre_sets']
        self.assertEqual([alert.level for alert in alerts], ['warning'])
        self.assertIn("Winter · T-1 · 3.0 mm", alerts[0].message)
        self.assertIn(winter.id, order.env['aftersales.tyre.set'].search(order.action_view_tyre_sets()['domain']).ids)

    def test_booked_change_is_fetched(self):
        """N8: the change is booked from the set; on its day the set is to be fetched."""
        tyres = self._create_set()
        tyres.action_store()
        workshop = self.workshop.with_user(self.user_parts)
        count = self._count(workshop, 'tyres_to_fetch')
        context = tyres.with_user(self.user_advisor).action_book_change()['context']
        appointment = self.env['aftersales.appointment'].with_user(self.user_advisor).with_context(**context).create({
            'start': NOW + timedelta(hours=8)})
        self.assertEqual((appointment.vehicle_id, appointment.tyre_set_id), (self.vehicle, tyres))
        self.assertIn("T-1", appointment.concern)
        tyres.invalidate_recordset()
        self.assertEqual(tyres.next_change, appointment.start)
        self.assertEqual(self._count(workshop, 'tyres_to_fetch'), count + 1)
        self.assertEqual(tyres.with_user(self.user_advisor).action_book_change()['res_id'], appointment.id)

    def _count(self, workshop, key):
        return {tally.key: workshop._prepare_tally(tally)['count'] for tally in workshop._get_todays_tallies()}[key]

    def test_labels(self):
        """N8: a label for each wheel, with place, plate and where it was on the car, in the reader's language."""
        tyres = self._create_set() + self._create_set()
        tyres.action_store()
        html = self.env['ir.actions.report'].with_user(self.user_technician)._render_qweb_html(
            'aftersales.report_tyre_labels', tyres.ids)[0].decode()
        for text in ('T-1', 'T-2', "Front left", "Rear right", '205/55 R16', tyres[1].name):
            self.assertIn(text, html)

    def test_roles(self):
        """N8: advisors, dispatchers and parts keep the store, technicians and care look on, others see nothing."""
        tyres = self._create_set()
        for role, reads, writes in (
            ('advisor', True, True), ('dispatcher', True, True), ('parts', True, True), ('manager', True, True),
            ('technician', True, False), ('care', True, False), ('claims', False, False), ('inspector', False, False),
        ):
            own = tyres.with_user(getattr(self, f'user_{role}'))
            with self.subTest(role=role):
                self.assertEqual((own.has_access('read'), own.has_access('write')), (reads, writes))
                if reads and not writes:
                    with self.assertRaises(AccessError):
                        own.action_store()

    def test_fee(self):
        """N8: storage is charged on the car's order, a season after the other; without the line it is due again."""
        tyres, other = self._create_set(), self._create_set(season='summer')
        (tyres + other).action_store()
        found = tyres.search([('is_fee_due', '=', True), ('id', 'in', (tyres + other).ids)], order='id')
        self.assertEqual(found, tyres + other)
        with self.assertRaisesRegex(UserError, "whoever writes orders"):
            tyres.action_charge_storage()
        advisor = tyres.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "no open order"):
            advisor.action_charge_storage()
        order = self._create_orders()
        (tyres + other).with_user(self.user_advisor).action_charge_storage()
        lines = order.line_ids.filtered(
            lambda line: line.product_id == self.env.ref('aftersales.product_tyre_storage'))
        self.assertEqual((len(lines), lines.mapped('line_type'), lines[0].price_unit), (2, ['fee'] * 2, 260))
        self.assertIn(tyres.name, lines[0].name)
        self.assertEqual((str(tyres.paid_until), tyres.is_fee_due), ('2026-09-01', False))
        with self.assertRaisesRegex(UserError, "is on .* already"):
            advisor.action_charge_storage()
        with freeze_time('2026-09-02 02:00:00'):
            advisor.action_charge_storage()
        self.assertEqual(sorted(str(fee.date_from) for fee in tyres.fee_ids), ['2026-03-02', '2026-09-02'])
        order.job_ids.filtered(lambda job: tyres.name in job.name).with_user(self.user_advisor).unlink()
        tyres.invalidate_recordset()
        self.assertFalse(tyres.fee_ids)
        self.assertTrue(tyres.is_fee_due, "What is not asked for any more is due.")
        self.assertFalse(other.is_fee_due)
        tyres.with_user(self.user_manager).action_hand_out()
        with self.assertRaisesRegex(UserError, "not in store"):
            advisor.action_charge_storage()

    def test_storage_is_charged_before_it_leaves(self):
        """N8: of two sets the one that is charged leaves, the other one stays until it is, or the manager lets it go."""
        sets = self._create_set() + self._create_set(season='summer')
        sets.action_store()
        self._create_orders()
        sets[0].with_user(self.user_advisor).action_charge_storage()
        for leave in (sets.action_hand_out, lambda: sets._cancel("Takes them along")):
            with self.assertRaisesRegex(UserError, f"{sets[1].name}.*storage is not charged"), self.cr.savepoint():
                leave()
        self.assertEqual(sets.mapped('state'), ['stored', 'stored'])
        sets[0].action_hand_out()
        sets[1].with_user(self.user_manager).action_hand_out()
        self.assertEqual(sets.mapped('state'), ['out', 'out'])

    def test_what_is_not_asked_for_is_due(self):
        """N8: of a fee whose job was cancelled or declined the season is due again, and charged anew, not the one after it."""
        sets = self._create_set() + self._create_set(season='summer')
        sets.action_store()
        order = self._create_orders()
        advisor = sets.with_user(self.user_advisor)
        advisor.action_charge_storage()
        self.assertFalse(any(sets.mapped('is_fee_due')))
        jobs = [fee.sudo().fee_line_id.job_id for fee in sets.fee_ids.sorted(lambda fee: fee.set_id.id)]
        jobs[0].with_user(self.user_advisor)._cancel("Charged by mistake")
        sets.invalidate_recordset()
        self.assertEqual((sets[0].paid_until, sets[0].is_fee_due, sets[1].is_fee_due), (False, True, False))
        self.assertEqual(sets.search([('is_fee_due', '=', True), ('id', 'in', sets.ids)]), sets[0])
        jobs[1].with_user(self.user_advisor)._decline('phone', reason="Too dear")
        sets.invalidate_recordset()
        self.assertEqual(sets.search([('is_fee_due', '=', True), ('id', 'in', sets.ids)], order='id'), sets)
        advisor[0].action_charge_storage()
        self.assertEqual((str(sets[0].fee_ids.date_from), len(order.job_ids.filtered(
            lambda job: sets[0].name in job.name and not job.is_dropped))), ('2026-03-02', 1))

    def test_other_companies_store(self):
        """N8, K2: a car is shared by the companies of a group; what one has in its racks is no tyre in the other's store."""
        self.vehicle.company_id = False
        other = self.env['aftersales.workshop'].create({
            'name': "Neighbours", 'code': 'NBT', 'company_id': self.other_company.id})
        place = self.env['aftersales.tyre.place'].create({'name': 'N-1', 'workshop_id': other.id})
        theirs = self.env['aftersales.tyre.set'].create({
            'vehicle_id': self.vehicle.id, 'workshop_id': other.id, 'place_id': place.id})
        theirs.tyre_ids.tread_depth = 6
        theirs.action_store()
        order = self._create_orders()
        self.assertFalse([
            alert for alert in order.with_user(self.user_advisor)._get_alerts() if alert.action == 'action_view_tyre_sets'])
        both = self.env(context={**self.env.context, 'allowed_company_ids': (self.company + self.other_company).ids})
        with self.assertRaisesRegex(UserError, "no open order"):
            theirs.with_env(both).action_charge_storage()
