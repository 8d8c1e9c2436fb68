from freezegun import freeze_time

from odoo.fields import Command

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
        cls.jobs = cls.order.job_ids.with_user(cls.user_technician)
        cls.job_1, cls.job_2 = cls.jobs
        cls.Entry = cls.env['aftersales.time.entry'].with_user(cls.user_technician)

    def _entries(self, job):
        return job.sudo().time_ids.sorted('id')
