from odoo import fields, models

from odoo.addons.aftersales.models.base.words import say_stamp


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'

    is_fee = fields.Boolean(
        string="Fee Only", readonly=True, copy=False,
        help="Nothing is done at the car: the job is finished once it is done, without an inspection.",
    )

    storage_until = fields.Date(
        string="Storage Charged Up To", readonly=True, copy=False, help="The last day this fee for an uncollected car is for.")
    handover_date = fields.Datetime(related='order_id.handover_date')
    handover_employee_id = fields.Many2one(related='order_id.handover_employee_id')

    def _get_print_facts(self):
        facts = super()._get_print_facts()
        if self.handover_date:
            date = say_stamp(self.env, self.handover_date, self.workshop_id._get_tz())
            facts.append((self.env._("Handed over at"), f'{date} · {self.handover_employee_id.name}'))
        return facts

    def _is_finished(self):
        return super()._is_finished() or (self.is_fee and self.state == 'done')

    def _needs_inspection(self):
        return super()._needs_inspection() and not self.is_fee
