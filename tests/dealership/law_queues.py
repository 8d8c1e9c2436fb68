from datetime import timedelta

from odoo import fields


class LawQueues:
    """What the scheduled actions of the law work on."""

    def _prepare_remind_of_relief(self):
        orders = self._create_orders(self.count)
        problem = self.env['aftersales.problem'].create({'vehicle_id': self.vehicle.id, 'name': "Rattles"})
        self._write_raw(problem, is_quality=True)
        self._write_raw(orders.job_ids, problem_id=problem.id)
        return '_remind_of_relief', self._write_raw(
            orders, state='received', received_date=fields.Datetime.now() - timedelta(days=3))

    def _prepare_watch_statutes(self):
        vehicles = self.env['fleet.vehicle'].create([
            {'model_id': self.vehicle.model_id.id, 'is_customer_vehicle': True} for __ in range(self.count)])
        return '_watch_statutes', self._write_raw(vehicles, statute_next_watch=fields.Date.today())
