from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

HOLD_KINDS = [
    ('approval', 'Waiting for approval'),
    ('parts', 'Waiting for parts'),
    ('sublet', 'Waiting for sublet work'),
    ('insurer', 'Waiting for the insurer'),
    ('customer', 'Waiting for the customer'),
    ('other', 'Other'),
]


class AftersalesHold(models.Model):
    """A wait with a start and an end; the sum of its hours tells where time went."""

    _name = 'aftersales.hold'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.board.source.mixin']
    _description = 'Hold'
    _order = 'start desc, id desc'
    _rec_name = 'kind'
    _check_company_auto = True
    _board_fields = frozenset({'kind', 'start', 'stop', 'job_id'})

    order_id = fields.Many2one(
        comodel_name='aftersales.order', required=True, index=True, ondelete='cascade', check_company=True,
    )
    job_id = fields.Many2one(
        comodel_name='aftersales.job', index='btree_not_null', ondelete='cascade', check_company=True,
        domain="[('order_id', '=', order_id)]",
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True)
    kind = fields.Selection(selection=HOLD_KINDS, required=True, default='parts')
    note = fields.Char()
    start = fields.Datetime(required=True, default=fields.Datetime.now)
    stop = fields.Datetime()
    hours = fields.Float(
        compute='_compute_hours', store=True, help="Hours from start to end; counted when the hold ends.",
    )

    _check_dates = models.Constraint('CHECK(stop >= start)', "A hold cannot end before it starts.")
    _open_uniq = models.UniqueIndex(
        "(order_id, COALESCE(job_id, 0), kind) WHERE stop IS NULL",
        "This wait is already open for this job. Close it before opening it again.",
    )

    @api.depends('start', 'stop')
    def _compute_hours(self):
        for hold in self:
            hold.hours = (hold.stop - hold.start).total_seconds() / 3600 if hold.start and hold.stop else 0.0

    @api.constrains('job_id', 'order_id')
    def _check_job(self):
        for hold in self:
            if hold.job_id and hold.job_id.order_id != hold.order_id:
                raise ValidationError(self.env._(
                    "Job %(job)s is not of %(order)s. Choose a job of the same order.",
                    job=hold.job_id.name, order=hold.order_id.name,
                ))

    # === CRUD METHODS ===#

    def write(self, vals):
        self._check_ended_kept(vals)
        return super().write(vals)

    # === BUSINESS METHODS ===#

    def _check_ended_kept(self, vals):
        """An ended wait is what the law's clock and the reports count; the dispatcher corrects it."""
        if self.env.su or not vals.keys() & {'start', 'stop', 'kind', 'order_id', 'job_id'}:
            return
        ended = self.filtered('stop')
        if ended and not self.env.user.has_group('aftersales.group_dispatcher'):
            raise AccessError(self.env._(
                "The wait of %(order)s from %(start)s has ended. Only a dispatcher can correct it.",
                order=ended[0].order_id.name, start=fields.Datetime.to_string(ended[0].start),
            ))

    def action_close(self):
        self.filtered(lambda hold: not hold.stop).stop = fields.Datetime.now()
