from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesJob(models.Model):
    """Work that no operation describes, in the job's form: it asks for hours and a rate, never an empty job at 0.00."""
    _inherit = 'aftersales.job'

    # What the form asks for, kept nowhere.
    offers_others = fields.Boolean(
        string="For Other Cars Too", store=False, help="Offer work and parts that are made for other cars as well.")
    own_hours = fields.Float(string="Hours", store=False)
    own_rate = fields.Monetary(
        string="Price an Hour", compute='_compute_own_rate', readonly=False,
        groups='aftersales.group_price,base.group_portal',
    )

    @api.depends('pay_type_id', 'order_id')
    def _compute_own_rate(self):
        for job in self:
            job.own_rate = job._get_listed_rate()

    @api.onchange('own_hours', 'own_rate')
    def _onchange_own_hours(self):
        """The labour's row follows what is typed, as long as nothing else stands on the job."""
        others = self.line_ids.filtered(lambda line: line._origin or line.line_type != 'labour')
        if self.operation_id or self.menu_id or others or not self.name or self.own_hours <= 0 or self.own_rate <= 0:
            return
        vals = {
            'line_type': 'labour', 'product_id': self.env.ref('aftersales.product_labour').id, 'name': self.name,
            'quantity': self.own_hours,
        }
        if self.order_id.currency_id.compare_amounts(self.own_rate, self._get_listed_rate()):
            vals['price_unit'] = self.own_rate
        self.line_ids = [Command.clear(), Command.create(vals)]

    def web_save(self, vals, specification, next_id=None):
        """A new job of the form has work, or is a complaint to be looked at first; who proposes work may leave it to be
        priced."""
        is_new = not self
        result = super().web_save(vals, specification, next_id=next_id)
        if is_new and self.env.user.has_group('aftersales.group_job'):
            for job in self.browse([row['id'] for row in result]):
                if job._is_empty() and not job.concern:
                    raise UserError(self.env._(
                        "Job “%(job)s” has no work yet. Choose an operation or a menu, enter its hours and the price of an "
                        "hour, or write what the customer complains about.", job=job.shown_name))
        return result

    def _get_listed_rate(self):
        """What an hour costs by the outlet's rate for the pay type, else by the labour's own price."""
        self.ensure_one()
        order, labour = self.order_id, self.env.ref('aftersales.product_labour', raise_if_not_found=False)
        rate = order._get_labour_rate(self.pay_type_id, order.currency_id, self.work_class_id) if order.workshop_id else None
        return labour.lst_price if rate is None and labour else rate or 0.0
