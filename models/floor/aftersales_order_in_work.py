from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesOrder(models.Model):
    """Whether somebody works on the car right now."""
    _inherit = 'aftersales.order'

    is_in_work = fields.Boolean(
        string="In Work", compute='_compute_is_in_work', compute_sudo=True, search='_search_is_in_work',
        help="The car is in the house, and somebody's clock runs on one of its jobs.")

    @api.depends('state', 'job_ids.time_ids.stop')
    def _compute_is_in_work(self):
        running = self.env['aftersales.time.entry'].search_fetch(
            [('job_id.order_id', 'in', self.ids), ('stop', '=', False)], ['job_id']).job_id.order_id
        for order in self:
            order.is_in_work = order.is_in_house and order._origin in running

    def _search_is_in_work(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: that a clock runs may be known by all, see _compute_is_in_work
        running = self.env['aftersales.time.entry'].sudo().search(
            [('stop', '=', False), ('job_id', '!=', False)]).job_id.order_id
        domain = Domain('id', 'in', running.ids) & self._get_in_house_domain()
        return domain if True in value else ~domain

    def _get_board_tallies(self):
        return super()._get_board_tallies() | ({'work'} if self.is_in_work else set())
