from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class AftersalesRecallVehicle(models.Model):
    """The recall's work on the car's order, and at its appointment."""
    _inherit = 'aftersales.recall.vehicle'

    # === ACTION METHODS ===#

    def action_new_order(self):
        """The car stands at the counter: its work on the order that is open, or on a new one."""
        self.ensure_one()
        self._check_addable()
        if not self.env.user.has_group('aftersales.group_order'):
            raise AccessError(self.env._("Only those who run repair orders open one."))
        order = self.env['aftersales.order'].search([
            ('vehicle_id', '=', self.vehicle_id.id), ('company_id', '=', self.company_id.id), ('is_in_house', '=', True),
            ('is_locked', '=', False)], limit=1)
        order = order or self.env['aftersales.order'].create({'vehicle_id': self.vehicle_id.id})
        self._add_to_order(order)
        return order.get_formview_action()

    def action_book(self):
        """A visit for the work of the recall."""
        self.ensure_one()
        self._check_addable()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Appointment"),
            'res_model': 'aftersales.appointment',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'context': {
                'default_vehicle_id': self.vehicle_id.id,
                'default_operation_ids': self.recall_id.operation_id.ids,
                'default_concern': self.recall_id.display_name,
            },
        }

    # === BUSINESS METHODS ===#

    def _check_addable(self):
        for car in self:
            if not car.vehicle_id:
                raise UserError(self.env._(
                    "%(vin)s is no car of the register yet. Enter it as a vehicle first.", vin=car.vin))
            if not car.is_open:
                raise UserError(self.env._(
                    "%(car)s: nothing of this recall is left to do.", car=car.display_name))
            if car.job_id:
                raise UserError(self.env._(
                    "%(car)s: the work is on %(order)s already.", car=car.display_name, order=car.job_id.order_id.name))

    def _add_to_order(self, order):
        """Put the work of these recalls on ``order``, a job each: free for the customer, claimed from the maker.

        :return: the new jobs
        """
        order.ensure_one()
        order.check_access('write')
        # The state is looked at with the rows locked: two who add it at once do not both.
        self.env['aftersales.recall.vehicle'].browse(self.ids).sudo().lock_for_update(allow_referencing=True)
        jobs = self.env['aftersales.job']
        for car in self.sudo():  # sudo: what a car is called back for is told to whoever may write its order
            car._check_addable()
            if car.vehicle_id != order.vehicle_id or car.company_id != order.company_id:
                raise UserError(self.env._(
                    "%(car)s is another car than that of %(order)s.", car=car.display_name, order=order.name))
            job = car._create_job(order)
            # sudo: which recall it is done for, the system keeps
            job.sudo().recall_vehicle_id = car
            jobs |= job
        return jobs

    def _create_job(self, order):
        """As whoever adds it: his limits hold."""
        recall = self.recall_id
        pay_type = self.env.ref('aftersales.pay_type_recall')
        job = order.env['aftersales.job'].create(order._prepare_job_vals(
            operation=recall.operation_id.with_env(order.env), order_id=order.id, name=recall.title,
            pay_type_id=pay_type.id, payer_id=recall.payer_id.id, concern=self._get_concern()))
        labour = job.line_ids.filtered(lambda line: line.line_type == 'labour')
        if len(labour) == 1 and recall.hours and labour.quantity != recall.hours:
            labour.quantity = recall.hours
        parts = self._prepare_kit(job)
        if parts:
            job.write({'line_ids': [Command.create(vals) for vals in parts]})
        return job

    def _get_concern(self):
        recall = self.recall_id
        return '\n'.join(filter(None, [
            self.env._("%(kind)s %(number)s", kind=recall._get_kind_label(), number=recall.maker_number), recall.remedy]))

    def _prepare_kit(self, job):
        """Lines of the parts that the recall names beyond what its operation brings."""
        known = job.line_ids.product_id
        return [
            {'line_type': 'part', 'product_id': part.product_id.id, 'quantity': part.quantity,
             'product_uom_id': part.product_uom_id.id}
            for part in self.recall_id.part_ids if part.product_id not in known]

    @api.model
    def _take_appointments(self, appointments):
        """Cars that come: what is open for them is booked with the visit."""
        expected = appointments.filtered(
            lambda appointment: appointment.vehicle_id and appointment.state in ('booked', 'confirmed'))
        found = self._find_open(expected.vehicle_id, expected.company_id) if expected else {}
        for appointment in expected.sorted('start', reverse=True):
            for car in found[appointment.vehicle_id]:
                if car.company_id == appointment.company_id and not car.job_id and car.appointment_id != appointment:
                    car.appointment_id = appointment
