from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

# Car, operation, the part that is to be free, concern, cause, how far it goes, days since the issue.
CASES = (
    ('54', 'e20', 'coil_vw', "Engine shakes when idling.", "Ignition coil of cylinder 2 has no spark.", 'proposed', 0),
    ('48', 'n14', 'mount_engine', "Knocks when pulling away.", "Rubber of the right engine mount is torn.", 'approved', 0),
    ('40', 'a11', 'ac_comp', "The air conditioning does not cool.", "Compressor leaks at the shaft seal.", 'issued', 9),
    ('29', 'c12', 'link_byd', "Rattles on bad roads.", "Ball joints of the links have play.", 'used', 35),
    ('16', 'n10', 'waterpump_vw', "Loses coolant.", "Housing of the water pump is cracked.", 'closed', 0),
    ('43', 'c12', 'link_byd', "Rattles at the front.", "Links are bent: the car hit a kerb.", 'refused', 0),
    ('42', 'c12', 'link_byd', "Creaks when turning.", "Links taken for worn; it was the splash guard.", 'returned', 0),
)


class AftersalesDemo(models.AbstractModel):
    """Parts that were given free: one of each state, as the people of the workshop bring them there."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_free_issues(self):
        company = self._ref('company_shanghai')
        store = self._ref('warehouse_shanghai').aftersales_warranty_location_id
        self._put_in_store(company, store, {case[2] for case in CASES}, 4)
        for car, operation, part, concern, cause, state, days in CASES:
            job = self._take_warranty_job(company, car, operation, concern, cause)
            issue = self._propose_part(company, job, part, cause)
            self._lead_free_issue(company, issue, state)
            if days:
                moment = fields.Datetime.now() - timedelta(days=days)
                self._backdate(issue, {issue: moment}, 'issued_date')
                self._backdate(issue, {issue: moment - timedelta(hours=2)}, 'approved_date')
                if issue.used_date:
                    self._backdate(issue, {issue: moment + timedelta(hours=4)}, 'used_date')

    def _take_warranty_job(self, company, car, operation, concern, cause):
        """The advisor receives the car and takes the work as warranty."""
        vehicle = self._ref(f'vehicle_{car}')
        order = self._as(self.env['aftersales.order'], 'advisor', company).create({
            'vehicle_id': vehicle.id,
            'workshop_id': self._ref('workshop_shanghai').id,
            'concern': concern,
            'odometer_in': vehicle.last_odometer + 120,
            'job_ids': [Command.create({
                'operation_id': self._ref(f'operation_{operation}').id, 'concern': concern, 'cause': cause,
                'technician_id': self._ref('employee_technician').id})],
        })
        order.action_receive()
        order.job_ids.action_take_coverage()
        return order.job_ids

    def _propose_part(self, company, job, part, cause):
        return self._as(self.env['aftersales.free.issue'], 'technician', company).create({
            'job_id': job.id, 'cause': cause,
            'line_ids': [Command.create({'product_id': self._ref(f'part_{part}').id, 'quantity': 1})]})

    def _lead_free_issue(self, company, issue, state):
        leader = self._as(issue, 'manager', company)
        if state == 'proposed':
            return
        if state == 'refused':
            leader.refused_reason = self.env._("Damage from outside is no fault of the part.")
            leader.action_refuse()
            return
        leader.action_approve()
        if state == 'approved':
            return
        warranty_type = self._ref('warehouse_shanghai').aftersales_warranty_type_id
        pickings = issue.order_id.sudo().picking_ids.filtered(lambda picking: picking.picking_type_id == warranty_type)
        pickings = self._as(pickings, 'parts', company)
        pickings.move_ids.picked = True
        pickings.button_validate()
        if state == 'returned':
            self._return_parts(company, pickings)
        elif state in ('used', 'closed'):
            job = self._as(issue.job_id, 'manager', company)
            job._transition('doing')
            job._transition('done')
            if state == 'closed':
                self._settle_free_issue(company, issue)

    def _return_parts(self, company, pickings):
        wizard = self._as(self.env['stock.return.picking'], 'parts', company).with_context(
            active_id=pickings.id, active_ids=pickings.ids, active_model='stock.picking').create({})
        wizard.product_return_moves.quantity = 1
        returned = self._as(self.env['stock.picking'], 'parts', company).browse(wizard.action_create_returns()['res_id'])
        returned.move_ids.picked = True
        returned.button_validate()

    def _settle_free_issue(self, company, issue):
        clerk = self._as(issue, 'claims', company)
        clerk.write({
            'report_signatory': issue.order_id.partner_id.name, 'report_date': fields.Date.context_today(self)})
        clerk.action_approve_report()
        clerk.old_part_ids.write({'place': "W-03-2", 'serial_number': "06L121111M-2231"})
        clerk.old_part_ids.action_hand_in()
        clerk.action_close()
