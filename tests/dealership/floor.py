from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


class ClockCommon(OrderCommon):
    """Two approved jobs on one order, both assigned to the technician with a login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician_2.user_id = cls.user_technician_2
        cls.startClassPatcher(freeze_time('2026-11-18 08:00:00'))
        cls.order = cls._receive_approved(job_ids=[
            Command.create({'operation_id': cls.operation.id, 'technician_id': cls.technician.id}),
            Command.create({'operation_id': cls.operation.id, 'technician_id': cls.technician.id}),
        ])
        cls.env['stock.quant']._update_available_quantity(cls.part, cls.warehouse.lot_stock_id, 100)
        cls.order.sudo().picking_ids.action_assign()
        cls.issue(cls.order)
        cls.jobs = cls.order.job_ids.with_user(cls.user_technician)
        cls.job_1, cls.job_2 = cls.jobs
        cls.Entry = cls.env['aftersales.time.entry'].with_user(cls.user_technician)

    def _finish(self, job):
        """Through the dialog, as the button of the card does."""
        action = job.action_clock_finish()
        Form(self.env[action['res_model']].with_user(job.env.user).with_context(**action['context'])).save().action_apply()

    def _entries(self, job):
        return job.sudo().time_ids.sorted('id')
