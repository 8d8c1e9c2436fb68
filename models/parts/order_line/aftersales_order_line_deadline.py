from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesOrderLine(models.Model):
    """A part that is not here has come within the days of the table of deadlines, or whoever has to do hears of it (A4)."""
    _inherit = ['aftersales.order.line', 'aftersales.batch.mixin', 'aftersales.deadline.mixin']
    _name = 'aftersales.order.line'
    _deadline_document = 'parts'

    workshop_id = fields.Many2one(related='order_id.workshop_id', string="Outlet")
    parts_due = fields.Datetime(
        string="Part Due", readonly=True, copy=False, index='btree_not_null',
        help="By the table of deadlines, from when stock had none.")
    parts_came_date = fields.Datetime(string="Part Came On", readonly=True, copy=False)

    _parts_due_idx = models.Index("(parts_due) WHERE parts_awaited_since IS NOT NULL")

    def _stamp_awaited(self, moment):
        super()._stamp_awaited(moment)
        if not self:
            return
        if not moment:
            models.Model.write(self, {'parts_came_date': fields.Datetime.now()})
            return
        ends = self.env['aftersales.deadline']._get_ends('parts', self, 'ship', dict.fromkeys(self, moment))
        for due, lines in self.grouped(lambda line: ends[line][1] or False).items():
            models.Model.write(lines, {'parts_due': due, 'parts_came_date': False, **self._get_fresh_urge_vals()})

    def _get_failure_document(self):
        return self.order_id

    @api.model
    def _get_late_domain(self):
        return Domain('parts_awaited_since', '!=', False) & Domain('parts_due', '<', fields.Datetime.now()) & Domain(
            'order_id.is_locked', '=', False)

    def _get_late_step(self):
        return 'ship'

    def _get_late_due(self):
        self.ensure_one()
        return self.parts_due

    def _get_late_place(self):
        return self.order_id

    def _get_late_holder(self):
        self.ensure_one()
        return self.order_id.user_id

    def _prepare_urge(self, user):
        words = self.with_context(lang=user.lang)
        vals = super()._prepare_urge(user)
        vals['summary'] = words.env._(
            "Part is late: %(part)s, %(order)s", part=words.product_id.display_name, order=self.order_id.name)[:250]
        return vals
