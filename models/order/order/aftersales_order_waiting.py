from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesOrder(models.Model):
    """Whether a car in the house waits for something: one answer for board, lists and cards."""

    _inherit = 'aftersales.order'

    is_waiting = fields.Boolean(
        string="Waiting", compute='_compute_is_waiting', search='_search_is_waiting',
        help="The car is in the house, and before its work can go on something must happen: an answer, a part, the end "
             "of a wait.")

    @api.depends('state', 'hold_ids.stop', 'job_ids.state', 'job_ids.approval', 'job_ids.is_waiting_answer')
    def _compute_is_waiting(self):
        for order in self:
            order.is_waiting = order._is_waiting()

    def _search_is_waiting(self, operator, value):
        """Cars in the house are looked at one by one: what they wait for depends on today's stock, too."""
        if operator != 'in':
            return NotImplemented
        waiting = Domain('id', 'in', self.search(self._get_open_domain())._filter_waiting().ids)
        return waiting if True in value else ~waiting

    def _filter_waiting(self):
        """Those of the orders that wait; rooms whose answer is dear read it for all at once by ``super()``."""
        return self.filtered('is_waiting')

    def _is_waiting(self):
        self.ensure_one()
        return self.is_open and (
            any(hold.is_open for hold in self.hold_ids)
            or any(job._is_held_up() for job in self.job_ids if job.is_open and job._is_live()))
