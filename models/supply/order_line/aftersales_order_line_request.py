from odoo import api, fields, models
from odoo.fields import Domain

# Where a part is while somebody still waits for it.
AWAITED = ('not_here', 'on_the_way', 'here')


class AftersalesOrderLine(models.Model):
    """What a part is asked for with: by when, why and how urgently (H2)."""
    _inherit = 'aftersales.order.line'

    part_needed_date = fields.Date(
        string="Needed On", copy=False, help="When the workshop needs the part; empty: for the car's promise.")
    part_reason = fields.Char(string="Reason of the Request", copy=False)
    part_urgency = fields.Selection(
        [('normal', "As planned"), ('urgent', "Urgent"), ('stands', "Car stands on the lift")], string="Urgency",
        default='normal', required=True, copy=False)
    is_part_overdue = fields.Boolean(
        string="Needed Before Today", compute='_compute_is_part_overdue', search='_search_is_part_overdue',
        help="The day it was needed on is over, and it is not issued.")

    _part_needed_idx = models.Index("(part_needed_date) WHERE part_needed_date IS NOT NULL")
    _urgent_idx = models.Index("(order_id) WHERE part_urgency NOT IN ('normal')")  # few of all parts ever fitted

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('part_needed_date', 'parts_state')
    def _compute_is_part_overdue(self):
        today = fields.Date.context_today(self)
        dated = self.filtered(lambda line: line.part_needed_date and line.part_needed_date < today)
        (self - dated).is_part_overdue = False
        for line in dated:
            line.is_part_overdue = line.parts_state in AWAITED

    @api.model
    def _search_is_part_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        dated = self.search([
            ('part_needed_date', '<', fields.Date.context_today(self)), ('line_type', '=', 'part'),
            ('order_id.is_locked', '=', False)])
        found = Domain('id', 'in', dated.filtered('is_part_overdue').ids)
        return found if True in value else ~found

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if 'part_needed_date' in vals:
            self.sudo()._follow_deadline()  # sudo: who asks for parts has no rights in stock
        return result

    # === BUSINESS METHODS ===#

    def _get_needed_moment(self):
        """When the outlet's day begins on which the part is needed; False where nobody said one."""
        self.ensure_one()
        if not self.part_needed_date:
            return False
        return self.order_id.workshop_id._get_day_bounds(self.part_needed_date)[0]

    def _get_parts_deadline(self):
        return self._get_needed_moment() or super()._get_parts_deadline()

    def _prepare_moved_vals(self):
        """What a part was asked for with goes along to another job."""
        return super()._prepare_moved_vals() | {
            name: self[name] for name in ('part_needed_date', 'part_reason', 'part_urgency')}
