from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_date

MAKE = 'aftersales.group_order'


class AftersalesHandover(models.Model):
    """What is found on a sold car is mended before the buyer has it: an internal order, a job for each defect."""
    _inherit = 'aftersales.handover'

    # === ACTION METHODS ===#

    def action_mend_defects(self):
        """Open an internal order for the defects that have none; where all have one, show it."""
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group(MAKE):
            raise AccessError(self.env._(
                "%(handover)s: orders are opened by: %(role)s. Tell them of the defects.",
                handover=self.display_name, role=self.env.ref(MAKE).sudo().name))
        self._claim_for_update()  # two people click at the same time: one of them finds the other's
        self._check_open()
        defects = self.line_ids.filtered(lambda line: line.result == 'defect' and not line._is_being_mended())
        if defects:
            self._create_internal_order(defects)
        elif not self.line_ids.job_id:
            raise UserError(self.env._("%(handover)s has no open defects.", handover=self.display_name))
        return self.action_view_orders()

    def action_view_orders(self):
        self.ensure_one()
        orders = self.line_ids.job_id.order_id
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_orders')
        action = {**action, 'domain': [('id', 'in', orders.ids)], 'context': {'create': False}}
        if len(orders) == 1:
            action.update(views=[(False, 'form')], res_id=orders.id)
        return action

    # === BUSINESS METHODS ===#

    def _create_internal_order(self, defects):
        for line in defects:
            if not (line.finding_text or '').strip():
                raise UserError(self.env._(
                    "%(handover)s, %(point)s: write what is wrong.", handover=self.display_name, point=line.name))
        order = self.env['aftersales.order'].with_company(self.company_id).create({
            'vehicle_id': self.vehicle_id.id, 'workshop_id': self.workshop_id.id, 'company_id': self.company_id.id,
            # As long as nobody has it, the car is ours.
            'partner_id': (self.vehicle_id.owner_id or self.company_id.partner_id).id,
            'odometer_in': self.odometer,
            'concern': self.env._(
                "Found before the hand-over %(number)s, which is planned for %(date)s.", number=self.name,
                date=format_date(self.env, self.date)),
            'job_ids': [Command.create({
                'name': line.finding_text, 'concern': line.name,
                'pay_type_id': self.env.ref('aftersales.pay_type_internal').id}) for line in defects]})
        # Their order is that of the defects they were made of.
        for line, job in zip(defects, order.job_ids.sorted('id'), strict=True):
            line.sudo().job_id = job  # sudo: links are the system's
        order._message_log(body=self.env._("Opened for the hand-over %(handover)s.", handover=self._get_html_link()))
        # sudo: whoever opens the order, the hand-over tells of it
        self.sudo()._message_log(body=self.env._("Defects are mended by %(order)s.", order=order._get_html_link()))
        return order


class AftersalesHandoverLine(models.Model):
    _inherit = 'aftersales.handover.line'

    def _is_being_mended(self):
        """Whether there is work for it that is not cancelled."""
        self.ensure_one()
        job = self.sudo().job_id  # sudo: whoever looks at the car
        return bool(job) and job._is_live()

    def _check_mended(self):
        """:raises UserError: where something is said to be mended whose work goes on"""
        for line in self.filtered(lambda line: line.result == 'mended' and line._is_being_mended()):
            job = line.sudo().job_id  # sudo: as above
            if not job._is_finished():
                raise UserError(self.env._(
                    "%(handover)s, %(point)s: %(order)s is not finished. Finish it, or enter the defect as it is.",
                    handover=line.handover_id.display_name, point=line.name, order=job.order_id.name))
