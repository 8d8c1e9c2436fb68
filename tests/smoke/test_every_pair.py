from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.models.vehicle.vin import get_check_digit
from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.race import RaceCommon

VIN = f"LSVAA000{get_check_digit('LSVAA000000700001')}00700001"
TOMORROW = '2031-05-06 09:00:00'


@tagged('post_install', '-at_install')
class TestEveryPair(RaceCommon):
    """faults M16: two people at the same thing, or at two things of which one reads the other.

    A room adds a line to its pairs, or pairs of its own to ``_get_pairs``: what two people do who both saw what there
    was. Whichever is first, the other one waits for it, and then is told or begins again.
    """

    _states = ('in_progress', 'todo')

    # === THE SCENE ===#

    @classmethod
    def _prepare_jobs(cls, env, cast):
        job = super()._prepare_jobs(env, cast)[0]
        return [job, {**job, 'name': "Sublet", 'line_ids': [Command.create({
            'product_id': env.ref('aftersales.product_sublet').id, 'sublet_vendor_id': cast['insurer'].id, 'sublet_cost': 10,
        })]}]

    @classmethod
    def _create_more(cls, env, order):
        order.odometer_in = 1000
        made = {'work': order.job_ids[0], 'sublet': order.job_ids[1].line_ids, 'vehicle': order.vehicle_id}
        cls._create_estimates(env, order, made)
        made['checkin'] = env['aftersales.checkin'].create({'order_id': made['estimate'].id, 'signature': PNG})
        made['other checkin'] = env['aftersales.checkin'].create({'order_id': made['visit'].id})
        made['check'] = env['aftersales.health.check'].create({'order_id': order.id})
        made['check'].line_ids.write({'result': 'ok'})
        made['finding'] = made['check'].line_ids[-1:]
        made['finding'].write({'result': 'urgent'})
        made['employee'] = env['hr.employee'].create({'name': "Race", 'company_id': order.company_id.id})
        made['request'] = made['estimate']._ask_customer()
        made['inspection'] = env['aftersales.inspection'].create({
            'job_id': made['work'].id, 'line_ids': [Command.create({'name': "Lights"})]})
        made['hold'] = env['aftersales.hold'].create({'order_id': order.id, 'kind': 'other'})
        made['pay type'] = env['aftersales.pay.type'].create({'name': "Race", 'code': 'RACE'})
        made['appointment'] = env['aftersales.appointment'].create({
            'workshop_id': order.workshop_id.id, 'vehicle_id': order.vehicle_id.id, 'partner_id': order.partner_id.id,
            'start': TOMORROW, 'state': 'draft'})
        made['car'] = order.vehicle_id.create({
            'model_id': order.vehicle_id.model_id.id, 'vin_sn': VIN, 'owner_id': order.partner_id.id})
        made['handover'] = env['aftersales.handover'].create({
            'workshop_id': order.workshop_id.id, 'vehicle_id': made['car'].id, 'partner_id': order.partner_id.id,
            'odometer': 8, 'drop_reason': "Withdrawn"})
        made['enquiry'] = env['aftersales.enquiry'].create({
            'workshop_id': order.workshop_id.id, 'vehicle_id': order.vehicle_id.id, 'partner_id': order.partner_id.id,
            'question': "Tyres?"})
        made['survey'] = env['aftersales.survey.invitation'].create({
            'survey_id': env.ref('aftersales.survey_visit').id, 'partner_id': order.partner_id.id})
        made['complaint'] = env['aftersales.complaint'].create({
            'workshop_id': order.workshop_id.id, 'vehicle_id': order.vehicle_id.id, 'story': "It squeals",
            'receiver_id': False})
        made['rescue'] = env['aftersales.rescue'].create({
            'workshop_id': order.workshop_id.id, 'vehicle_id': order.vehicle_id.id, 'place': "Gate 3", 'phone': '13800138000'})
        made['rescue offer'] = env['aftersales.rescue.offer'].create({
            'rescue_id': made['rescue'].id, 'employee_id': made['employee'].id})
        made['rescue'].action_confirm()
        made['delivered'].job_ids._decline('phone', reason="Later")
        made['declined'] = made['delivered'].job_ids
        env.flush_all()
        env.cr.execute(SQL("UPDATE aftersales_appointment SET state = 'booked' WHERE id = %s", made['appointment'].id))
        for name, state in (('delivered', 'delivered'), ('gone', 'cancelled')):
            env.cr.execute(SQL("UPDATE aftersales_order SET state = %s WHERE id = %s", state, made[name].id))
        env.cr.execute(SQL("UPDATE aftersales_job SET state = 'cancelled' WHERE order_id = %s", made['gone'].id))
        cls.made = {name: (record._name, record.id) for name, record in made.items()}

    @classmethod
    def _create_estimates(cls, env, order, made):
        labour = {'product_id': cls.ids['labour']}
        for name in ('estimate', 'visit', 'delivered', 'gone'):
            made[name] = order.create({
                'workshop_id': order.workshop_id.id, 'vehicle_id': order.vehicle_id.id, 'partner_id': order.partner_id.id,
                'odometer_in': 1000, 'user_id': False,
                'job_ids': [Command.create({'name': name, 'line_ids': [Command.create(labour)]})],
            })

    @classmethod
    def _remove(cls, env):
        made = {name: env[model].browse(res_id) for name, (model, res_id) in cls.made.items()}
        orders = made['estimate'] | made['visit'] | made['delivered'] | made['gone']
        env.cr.execute(SQL("UPDATE aftersales_appointment SET state = 'draft' WHERE id = %s", made['appointment'].id))
        env.cr.execute(SQL("UPDATE aftersales_order SET state = 'draft' WHERE id IN %s", tuple(orders.ids)))
        env.cr.execute(SQL("UPDATE aftersales_job SET state = 'todo' WHERE order_id IN %s", tuple(orders.ids)))
        env.cr.execute(SQL("DELETE FROM aftersales_handover WHERE id = %s", made['handover'].id))
        env.invalidate_all()
        for name in (
                'complaint', 'survey', 'rescue', 'car', 'appointment', 'enquiry', 'hold', 'inspection', 'check', 'checkin',
                'other checkin'):
            made[name].unlink()
        # No history is made of what never was: an answer is evidence, and its job stays; so does a hand-over.
        env.cr.execute(SQL("DELETE FROM aftersales_authorisation WHERE order_id IN %s", tuple(orders.ids)))
        env.invalidate_all()
        orders.unlink()
        super()._remove(env)
        made['pay type'].unlink()
        resource = made['employee'].resource_id
        made['employee'].unlink()
        resource.exists().unlink()

    def _at(self, name, act):
        """What somebody does to the record called ``name``."""
        model, res_id = self.made[name]
        return lambda order: act(order.env[model].browse(res_id))

    def _twice(self, name, act):
        return self._at(name, act), self._at(name, act)

    # === WHAT TWO PEOPLE DO ===#

    def _get_pairs(self):
        """:return: dict of label: what each of the two does, with the order of the scene in its own transaction"""
        return (
            self._get_checkin_pairs() | self._get_estimate_pairs() | self._get_booking_pairs() | self._get_vehicle_pairs()
            | self._get_work_pairs() | self._get_check_pairs() | self._get_customer_pairs() | self._get_survey_pairs()
            | self._get_rescue_pairs() | self._get_handover_pairs())

    def _get_checkin_pairs(self):
        at = self._at
        sign = at('checkin', lambda checkin: checkin.action_sign())
        line = {'line_ids': [Command.create({'product_id': self.ids['labour']})]}
        photo = {'name': "a.png", 'datas': PNG, 'res_model': 'aftersales.checkin', 'res_id': self.made['checkin'][1]}
        return {
            'sheet signed, line added': (sign, at('estimate', lambda order: order.job_ids.write(line))),
            'sheet signed, price': (sign, at('estimate', lambda order: order.line_ids.write({'price_unit': 5}))),
            'sheet signed, words': (sign, at('estimate', lambda order: order.write({'concern': "Brakes"}))),
            'sheet signed, damage': (sign, at('checkin', lambda checkin: checkin.damage_ids.create({
                'checkin_id': checkin.id, 'view': 'top', 'x': 0.5, 'y': 0.5, 'kind': 'scratch'}))),
            'sheet signed, belongings': (sign, at('checkin', lambda checkin: checkin.belonging_ids.create({
                'checkin_id': checkin.id, 'name': "Tools"}))),
            'sheet signed, paper': (sign, at('checkin', lambda checkin: checkin.paper_ids.create({
                'checkin_id': checkin.id, 'document_id': checkin.env.ref('aftersales.checkin_document_insurance').id}))),
            'sheet signed, photo': (sign, at('checkin', lambda checkin: checkin.write({'photo_ids': [Command.create(photo)]}))),
            'sheet signed twice': (sign, sign),
            'sheet signed, estimate used': (sign, at('visit', lambda visit: visit.action_use_estimate())),
            'two sheets': self._twice('delivered', lambda order: order.checkin_ids.create({'order_id': order.id})),
            'one key tag': (
                at('checkin', lambda checkin: checkin.write({'key_tag': '31'})),
                at('other checkin', lambda checkin: checkin.write({'key_tag': '31'}))),
            'handed over twice': self._twice('work', lambda job: job.order_id._hand_over(
                job.env['hr.employee'].browse(self.made['employee'][1]))),
        }

    def _get_estimate_pairs(self):
        at = self._at
        receive = at('estimate', lambda estimate: estimate.action_receive())
        use = at('visit', lambda visit: visit.action_use_estimate())
        return {
            'received twice': (receive, receive),
            'estimate used twice': (use, use),
            'estimate used, received': (use, receive),
            'estimate used, cancelled': (use, at('estimate', lambda estimate: estimate.action_cancel())),
            'cancelled twice': self._twice('estimate', self.cancel),
            'job cancelled twice': self._twice('estimate', lambda order: self.cancel(order.job_ids)),
            'order cancelled, job cancelled': (
                at('estimate', self.cancel), at('estimate', lambda order: self.cancel(order.job_ids))),
            'cancelled, received': (at('estimate', self.cancel), receive),
            'reopened twice': self._twice('gone', lambda order: order._reopen("After all")),
            'reopened, archived': (
                at('gone', lambda order: order._reopen("After all")), at('gone', lambda order: order.write({'active': False}))),
            'archived, job added': (
                at('estimate', lambda estimate: estimate.write({'active': False})),
                at('estimate', lambda estimate: estimate.job_ids.create({'order_id': estimate.id, 'name': "Late"}))),
            'odometer read, received': (
                at('vehicle', lambda vehicle: vehicle.odometer_ids.create({'vehicle_id': vehicle.id, 'value': 2000})), receive),
        }

    def _get_booking_pairs(self):
        at = self._at
        arrive = at('appointment', lambda appointment: appointment.action_arrive())
        say = at('appointment', lambda appointment: appointment._check_in_from_home(
            {'odometer': 5, 'signatory': "Chen", 'channel': 'home'}, (),
            appointment._hash_conditions(appointment._get_home_conditions())))
        return {
            'checked in from home twice': (say, say),
            'checked in from home, cancelled': (say, at('appointment', lambda appointment: appointment._cancel("Ill"))),
            'checked in from home, arrived': (say, arrive),
            'arrived twice': (arrive, arrive),
            'arrived, cancelled': (arrive, at('appointment', lambda appointment: appointment._cancel("Ill"))),
            'moved twice': tuple(at('appointment', lambda appointment, hour=hour: appointment._write_plain({
                'start': f'2031-05-07 {hour}:00:00'})) for hour in ('10', '11')),
            'moved here, cancelled by the customer': (
                at('appointment', lambda appointment: appointment._write_plain({'start': '2031-05-07 10:00:00'})),
                at('appointment', lambda appointment: appointment._cancel_online("No"))),
            'enquiry followed up twice': self._twice('enquiry', lambda enquiry: enquiry.action_estimate()),
        }

    def _get_vehicle_pairs(self):
        return {
            'odometer read twice': tuple(self._at('vehicle', lambda vehicle, value=value: vehicle.odometer_ids.create({
                'vehicle_id': vehicle.id, 'value': value})) for value in (2000, 1500)),
            'owner changed, answered': (
                self._at('vehicle', lambda vehicle: vehicle.write({'owner_id': self.ids['insurer']})),
                self._at('estimate', lambda order: order.job_ids._approve('phone'))),
            'owner changed twice': self._twice('vehicle', lambda vehicle: vehicle.write({'owner_id': self.ids['insurer']})),
            'sold from stock, owner changed': (
                self._at('car', self._sell),
                self._at('car', lambda car: car.write({'owner_id': car.env.ref('base.partner_admin').id}))),
        }

    def _sell(self, vehicle):
        """The warehouse hands the car to another customer, by its chassis number."""
        warehouse = vehicle.env['stock.warehouse'].search([('company_id', '=', vehicle.env.company.id)], limit=1)
        product = vehicle.env['product.product'].create({
            'name': "Car", 'is_storable': True, 'tracking': 'serial', 'is_vehicle': True,
            'vehicle_model_id': vehicle.model_id.id})
        lot = vehicle.env['stock.lot'].create({'product_id': product.id, 'name': vehicle.vin_sn})
        vehicle.env['stock.quant']._update_available_quantity(product, warehouse.lot_stock_id, 1, lot_id=lot)
        customers = vehicle.env.ref('stock.stock_location_customers')
        ways = {'location_id': warehouse.lot_stock_id.id, 'location_dest_id': customers.id}
        picking = vehicle.env['stock.picking'].create({
            'picking_type_id': warehouse.out_type_id.id, 'partner_id': self.ids['insurer'], **ways,
            'move_ids': [Command.create({'product_id': product.id, 'product_uom_qty': 1, **ways})]})
        picking.action_confirm()
        picking.action_assign()
        picking.move_ids.picked = True
        picking._action_done()

    def _get_work_pairs(self):
        at = self._at
        send = at('sublet', lambda line: line._send_sublet())
        plan = {'planned_start': '2031-05-06 09:00:00', 'planned_stop': '2031-05-06 10:00:00'}
        job = {'order_id': self.ids['order'], 'name': "First", 'pay_type_id': self.made['pay type'][1]}
        return {
            'sublet sent twice': (send, send),
            'sublet sent, job cancelled': (send, at('sublet', lambda line: self.cancel(line.job_id))),
            'sublet sent, changed': (send, at('sublet', lambda line: line.write({'sublet_cost': 20}))),
            'wait ended twice': self._twice('hold', lambda hold: hold.action_close()),
            'planned twice': self._twice('work', lambda job: job.write(plan)),
            'pay type changed, first job': (
                at('pay type', lambda pay_type: pay_type.write({'settlement': 'internal', 'payer_policy': 'none'})),
                at('work', lambda other: other.create(job))),
        }

    def _get_check_pairs(self):
        at = self._at
        finish = at('check', lambda check: check.action_done())
        judge = at('inspection', lambda inspection: inspection.sudo()._close('pass'))
        return {
            'check done, answered': (finish, at('check', lambda check: check.line_ids[:1].write({'result': 'urgent'}))),
            'check done, noted': (finish, at('check', lambda check: check.line_ids[:1].write({'note': "Worn"}))),
            'check done, added': (finish, at('check', lambda check: check.line_ids.create({
                'check_id': check.id, 'name': "Late", 'area_id': check.line_ids[:1].area_id.id}))),
            'check done, photo': (finish, at('check', lambda check: check.line_ids.photo_ids.create({
                'line_id': check.line_ids[:1].id, 'image': PNG}))),
            'finding sold twice': self._twice('finding', lambda line: line._create_job()),
            'judged, answered': (judge, at('inspection', lambda inspection: inspection.line_ids.write({'result': 'fail'}))),
            'judged twice': (judge, judge),
        }

    def _get_customer_pairs(self):
        at = self._at
        return {
            'complaint registered twice': self._twice('complaint', lambda complaint: complaint.action_register()),
            'asked twice': self._twice('estimate', lambda order: order._ask_customer()),
            'answered, answered by phone': (
                at('estimate', lambda order: order.job_ids._approve('phone')),
                at('estimate', lambda order: order.job_ids._decline('phone', reason="No"))),
            'answered on the page, by phone': (
                at('request', lambda request: request._answer(
                    {job.id: ('approved', None) for job in request.job_ids}, request.job_ids._get_shown_hash())),
                at('estimate', lambda order: order.job_ids._approve('phone'))),
            'declined work taken over twice': tuple(at('declined', lambda job, name=name: job._take_over(
                job.order_id.browse(self.made[name][1]))) for name in ('estimate', 'visit')),
            'declined work taken over, dropped': (
                at('declined', lambda job: job._take_over(job.order_id.browse(self.made['visit'][1]))),
                at('declined', lambda job: job._dismiss("Sold"))),
            'rated twice': self._twice('delivered', lambda order: order._rate_visit(5)),
            'rated, asked to rate': (
                at('delivered', lambda order: order._rate_visit(5)),
                at('delivered', lambda order: order._rating_get_access_token())),
        }

    def _get_rescue_pairs(self):
        ask = self._at('rescue', lambda rescue: rescue.action_ask_next())
        return {
            'two dispatchers ask a crew': (ask, ask),
            'crew asked, rescue called off': (ask, self._at('rescue', lambda rescue: rescue._cancel("Starts again"))),
        }

    def _get_handover_pairs(self):
        drop = self._at('handover', lambda handover: handover.action_drop())
        return {
            'hand-over dropped twice': (drop, drop),
            'hand-over dropped, signed': (drop, self._at('handover', lambda handover: (
                handover.action_all_in_order(), handover.action_sign_technician(PNG)))),
            'hand-over dropped, point noted': (drop, self._at('handover', lambda handover: handover.line_ids[:1].write(
                {'result': 'ok'}))),
        }

    def _get_survey_pairs(self):
        def answer(survey):
            question = survey._get_questions()[:1]
            survey._answer({question.id: question.suggested_answer_ids[:1].id}, 'link')

        return {
            "a survey answered on two devices": self._twice('survey', answer),
            "a survey answered and refused": (
                self._at('survey', answer), self._at('survey', lambda survey: survey.note_refused("No time"))),
        }

    @mute_logger('odoo.sql_db')
    def test_every_pair(self):
        """faults M16: whoever is second of two is told, or sees what the first one did."""
        for label, pair in self._get_pairs().items():
            for turn, (first, second) in enumerate((pair, pair[::-1])):
                with self.subTest(label, turn=turn):
                    self.assertOneWaits(first, second)
