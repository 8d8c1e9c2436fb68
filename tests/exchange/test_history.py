from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.exchange import ImportCommon
from odoo.addons.aftersales.tests.dealership.recall import make_vin

HEAD = ("Order No.,VIN,Plate No.,Came In On,Went Out On,Odometer Shows,What Was Complained Of,Kind of the Row,"
        "Code or Part No.,Work or Part in Words,Hours or Pieces of It,Amount of the Row,Who Paid")
ORDER_HEAD = ("Order No.,Plate No.,Car Is Here Since,Odometer Shows,Promise to the Customer,Name of the Advisor,"
              "What Was Complained Of,Name of the Job,Pay Type of the Job,Kind of the Row,Code or Part No.,"
              "Work or Part in Words,Hours or Pieces of It,Price of One")


@tagged('post_install', '-at_install')
@freeze_time('2026-11-18 08:00:00')
class TestHistory(ImportCommon):
    """Q3: visits before the installation, and orders still in work elsewhere."""

    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vin = make_vin(930)
        cls.vehicle.vin_sn = cls.vin
        plan = cls.env['aftersales.maintenance.plan'].create({'name': "Yearly", 'line_ids': [Command.create({
            'name': "Pads", 'interval_months': 12, 'operation_ids': [Command.set(cls.operation.ids)]})]})
        cls.vehicle.maintenance_plan_id = plan
        cls.part.default_code = 'XP-930'

    def _get_rows(self):
        code = self.operation.code
        return [
            f"RO-1,{self.vin},,2024-03-18,2024-03-19,20100,Squeals,labour,{code},Pads,1.2,240,customer",
            "RO-1,,,,,,,配件,BP-1,Brake pads,1,\"1,320.50\",customer",
            f"RO-2,{self.vin},,2025-03-20,,31000,,,,Oil,0.5,0,warranty",
            f"RO-3,{make_vin(931)},,2025-04-20,,31000,,,,Oil,0.5,0,",
            f"RO-4,{self.vin},,2027-04-20,,31000,,,,Oil,0.5,0,",
            f"RO-5,{self.vin},,2025-05-20,,nan,,,,Oil,0.5,0,",
            "RO-6,,沪AT0001,2025-06-20,,12000,,gift,,Oil,0.5,0,",
            ",,沪AT0001,2025-06-20,,12000,,,,Oil,0.5,0,",
        ]

    def test_visits_are_kept_and_known_again(self):
        """Rows of an order are one visit; its odometer is a reading, its plan's work a service; the same file is once."""
        text = "\n".join([HEAD, *self._get_rows()])
        document = self._import('history', text)
        self.assertEqual(self._get_counts(document), [8, 2, 0, 0, 5], document.row_ids.mapped('message'))
        told = {row.row_number: row.message for row in document.row_ids}
        for number, sentence in (
            (5, "No car"), (6, "came before today"), (7, "is no number"), (8, "no kind of line"), (9, "number is missing")):
            self.assertIn(sentence, told[number])
        visits = self.vehicle.with_user(self.user_advisor).past_visit_ids
        self.assertEqual(visits.mapped('number'), ['RO-2', 'RO-1'])
        first = visits[1]
        self.assertEqual((first.amount, first.line_ids.mapped('kind'), first.date_out.isoformat()), (
            1560.5, ['labour', 'part'], '2024-03-19'))
        readings = self.vehicle.odometer_ids.filtered(lambda reading: reading.source == 'import')
        self.assertEqual(sorted(readings.mapped('value')), [20100, 31000])
        service = self.env['aftersales.service.record'].search([('vehicle_id', '=', self.vehicle.id)])
        self.assertEqual((service.date.isoformat(), service.distance_km), ('2024-03-18', 20100))
        again = self._import('history', text.replace(",240,", ",250,"))
        self.assertEqual(self._get_counts(again), [8, 0, 1, 1, 5])
        self.assertEqual((first.amount, len(first.line_ids), len(self.vehicle.odometer_ids)), (1570.5, 2, len(readings)))
        kept = self._import('history', text, is_update=False)
        self.assertEqual((self._get_counts(kept), first.amount), ([8, 0, 0, 2, 5], 1570.5))

    def test_rows_of_one_order_are_never_parted(self):
        """Parts of two hundred rows end between orders; what stands apart in one file is still one visit."""
        rows = [f"RO-{number // 3},{self.vin},,2024-01-{1 + number // 300:02},,,,,,Step {number},1,1," for number in range(450)]
        rows.append(f"RO-0,{self.vin},,2024-01-01,,,,,,Late step,1,1,")
        document = self._import('history', "\n".join([HEAD, *rows]))
        self.assertEqual(self._get_counts(document), [451, 150, 0, 0, 0], document.row_ids.mapped('message')[:3])
        visits = self.vehicle.past_visit_ids
        self.assertEqual({len(visit.line_ids) for visit in visits if visit.number != 'RO-0'}, {3})
        self.assertEqual(len(visits.filtered(lambda visit: visit.number == 'RO-0').line_ids), 4)

    def test_who_reads_visits(self):
        """Everybody of the department reads them, no other company does, nobody rewrites them; prices are for whom they are."""
        self._import('history', "\n".join([HEAD, *self._get_rows()[:3]]))
        visit = self.vehicle.past_visit_ids[0]
        self.assertFalse(self.env['aftersales.past.visit'].with_user(self.user_other_advisor).search([('id', '=', visit.id)]))
        for user in (self.user_technician, self.user_manager):
            for change in (lambda mine: mine.write({'concern': "None"}), lambda mine: mine.unlink()):
                with self.assertRaises(AccessError):
                    change(visit.with_user(user))
        with self.assertRaises(AccessError):
            visit.with_user(self.user_technician).read(['amount'])
        self.assertEqual(self.vehicle.with_user(self.user_technician).past_visit_count, 2)
        action = self.vehicle.with_user(self.user_technician).action_view_past_visits()
        self.assertEqual(self.env[action['res_model']].search_count(action['domain']), 2)

    # === ORDERS IN WORK ===#

    def test_orders_in_work(self):
        """A car that is here is received with its old day and promise, its jobs wait for an answer; once, and as a whole."""
        rows = [
            f"A-1,沪AT0000,2026-11-10 09:30,30100,2026-11-20 17:00,{self.user_advisor.name},Squeals,Brakes,,labour,"
            f"{self.operation.code},,1.5,",
            "A-1,,,,,,,Brakes,,part,XP-930,,2,90",
            "A-1,,,,,,,Wash,,,,Wash by hand,0.5,",
            "A-2,沪AT0001,,,,,Rattles,Look at it,,,,,1,",
            "A-3,沪AT0001,2026-11-11,30100,,Nobody Here,,Job,,,,,1,",
            "A-4,沪AT0001,2026-11-11,,,,,Job,,,,,1,",
            "A-5,沪AT0001,,,,,,Job,,part,NONE,,1,",
            "A-5,,,,,,,Job,,labour,,,1,",
            "A-6,沪AT0001,,,,,,,,,,,,",
        ]
        text = "\n".join([ORDER_HEAD, *rows])
        document = self._import('order', text)
        self.assertEqual(self._get_counts(document), [9, 2, 0, 0, 5], document.row_ids.mapped('message'))
        told = {row.row_number: row.message for row in document.row_ids}
        for number, sentence in (
            (6, "is no user"), (7, "odometer is needed"), (8, "No part NONE"), (9, "Row 8 of the same order"),
            (10, "has no work")):
            self.assertIn(sentence, told[number])
        orders = self.env['aftersales.order'].search([('create_uid', '=', self.user_manager.id)], order='id')
        here, estimate = orders
        self.assertEqual((here.state, estimate.state), ('received', 'draft'))
        self.assertEqual(here.received_date.date().isoformat(), '2026-11-10')
        self.assertEqual((here.user_id, here.odometer_in, here.concern), (self.user_advisor, 30100, "Squeals"))
        self.assertEqual(here.promise_date, here.promise_first_date)
        self.assertEqual(here.job_ids.mapped('name'), ["Brakes", "Wash"])
        self.assertEqual(set(here.job_ids.mapped('approval')), {'pending'})
        self.assertEqual(here.job_ids[0].line_ids.mapped('quantity'), [1.5, 2])
        self.assertEqual(here.job_ids[0].line_ids[1].price_unit, 90)
        self.assertIn("A-1", "".join(here.message_ids.mapped('body')))
        again = self._import('order', text)
        self.assertEqual(self._get_counts(again), [9, 0, 0, 2, 5])
        self.assertEqual(self.env['aftersales.order'].search_count([('create_uid', '=', self.user_manager.id)]), 2)

    def test_plan_of_a_car(self):
        model = self.model_a
        named = f'{model.brand_id.name},{model.name}'
        text = (f"VIN,Make of the Car,Model of the Car,Plan of Maintenance\n{make_vin(940)},{named},yearly\n"
                f"{make_vin(941)},{named},Unheard\n")
        document = self._import('vehicle', text)
        self.assertEqual(self._get_counts(document), [2, 1, 0, 0, 1], document.row_ids.mapped('message'))
        self.assertEqual(
            self._find('fleet.vehicle', [('vin_sn', '=', make_vin(940))]).maintenance_plan_id.name, "Yearly")
