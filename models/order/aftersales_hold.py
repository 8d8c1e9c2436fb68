from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.words import say_stamp

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
    _inherit = ['aftersales.system.values.mixin', 'aftersales.read.together.mixin']
    _description = 'Hold'
    _order = 'start desc, id desc'
    _rec_name = 'kind'
    _check_company_auto = True
    _read_with = frozenset({'order_id', 'job_id'})

    order_id = fields.Many2one(
        'aftersales.order', required=True, index=True, ondelete='cascade',
    )
    job_id = fields.Many2one(
        'aftersales.job', index='btree_not_null', ondelete='cascade', check_company=True,
        domain="[('order_id', '=', order_id)]",
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True)
    workshop_id = fields.Many2one(related='order_id.workshop_id', string="Outlet", store=True, index=True)
    license_plate = fields.Char(related='order_id.license_plate')
    advisor_id = fields.Many2one(related='order_id.user_id', string="Advisor")
    technician_id = fields.Many2one(related='job_id.technician_id')
    promise_date = fields.Datetime(related='order_id.promise_date')
    kind = fields.Selection(selection=HOLD_KINDS, required=True, default='parts')
    note = fields.Char()
    start = fields.Datetime(required=True, default=fields.Datetime.now)
    stop = fields.Datetime()
    is_open = fields.Boolean(
        string="Still Waiting", compute='_compute_is_open', search='_search_is_open',
        help="The wait has begun and not ended yet.")
    hours = fields.Float(
        compute='_compute_hours', store=True, help="Hours from start to end; counted when the hold ends.",
    )

    waiting_hours = fields.Float(
        string="Waits", compute='_compute_waiting_hours', help="Hours from start to end, or to now while it is open.",
    )

    _open_idx = models.Index("(kind, start) WHERE stop IS NULL")
    _check_dates = models.Constraint('CHECK(stop >= start)', "A hold cannot end before it starts.")
    _open_uniq = models.UniqueIndex(
        "(order_id, COALESCE(job_id, 0), kind) WHERE stop IS NULL",
        "This wait is already open for this job. Close it before opening it again.",
    )

    @api.depends('stop')
    def _compute_is_open(self):
        for hold in self:
            hold.is_open = not hold.stop

    def _search_is_open(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_open_domain() if True in value else ~self._get_open_domain()

    def _get_wait_text(self):
        """What is waited for, in a word or two."""
        self.ensure_one()
        kind = dict(self._fields['kind']._description_selection(self.env))[self.kind]
        return (self.note or kind) if self.kind == 'other' else kind

    @api.depends('start', 'stop')
    def _compute_hours(self):
        for hold in self:
            hold.hours = (hold.stop - hold.start).total_seconds() / 3600 if hold.start and hold.stop else 0.0

    @api.depends('start', 'stop')
    def _compute_waiting_hours(self):
        now = fields.Datetime.now()
        for hold in self:
            hold.waiting_hours = max(((hold.stop or now) - hold.start).total_seconds() / 3600, 0.0) if hold.start else 0.0

    @api.constrains('job_id', 'order_id')
    def _check_job(self):
        for hold in self:
            if hold.job_id and hold.job_id.order_id != hold.order_id:
                raise ValidationError(self.env._(
                    "Job %(job)s is not of %(order)s. Choose a job of the same order.",
                    job=hold.job_id.shown_name, order=hold.order_id.name,
                ))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        holds = super().create(vals_list)
        # Who closes the order ends the waits he sees.
        holds.order_id._claim_for_update()
        if not self.env.su:
            holds._check_may_be_added()
        return holds

    def write(self, vals):
        self._check_ended_kept(vals)
        ending = self.filtered('is_open') if vals.get('stop') else self.browse()
        corrected = self.filtered('stop') if not self.env.su and vals.keys() & {'start', 'stop'} else self.browse()
        before = {hold: hold._get_period() for hold in corrected}
        result = super().write(vals)
        if 'order_id' in vals and not self.env.su:
            self.order_id._check_unlocked()
        ending._release_jobs()
        for hold, period in before.items():
            hold._log_correction(period)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ended(self):
        self._check_ended_kept({'start', 'stop'})

    # === BUSINESS METHODS ===#

    @api.model
    def _get_open_domain(self):
        return Domain('stop', '=', False)

    def _check_may_be_added(self):
        """A wait made up afterwards would count like one that was; the dispatcher may add a forgotten one."""
        self.order_id._check_unlocked()
        if self.filtered('stop') and not self.env.user.has_group('aftersales.group_dispatcher'):
            raise AccessError(self.env._("A wait ends after it was opened. Only a dispatcher can add one that is over."))

    def _check_ended_kept(self, vals):
        """An ended wait is what the law's clock and the reports count; the dispatcher corrects it, and the order's log
        tells so, until the order is closed."""
        if self.env.su or not {*vals} & {'start', 'stop', 'kind', 'order_id', 'job_id', 'note'}:
            return
        ended = self.filtered('stop')
        ended.order_id._check_unlocked()
        if ended and not self.env.user.has_group('aftersales.group_dispatcher'):
            raise AccessError(self.env._(
                "The wait of %(order)s from %(start)s has ended. Only a dispatcher can correct it.",
                order=ended[0].order_id.name, start=say_stamp(self.env, ended[0].start, ended[0].workshop_id._get_tz()),
            ))

    def _get_period(self):
        """From when to when in words, by the outlet's clock."""
        self.ensure_one()
        tz = self.workshop_id._get_tz()
        return ' – '.join(
            say_stamp(self.env, moment, tz) or '…'
            for moment in (self.start, self.stop))

    def _log_correction(self, before):
        """What was corrected stays to be seen."""
        self.ensure_one()
        after = self._get_period()
        if after != before:
            # sudo: who corrects a wait need not be allowed to write the order
            self.order_id.sudo()._message_log(body=self.env._(
                "%(wait)s: %(before)s corrected to %(after)s.", wait=self.display_name, before=before, after=after),
                author_id=self.env.user.partner_id.id)

    def action_close(self):
        self.filtered('is_open').stop = fields.Datetime.now()

    def _release_jobs(self):
        """A blocked job that waits for nothing any more can be started again."""
        # sudo: who ends a wait, such as the parts clerk, need not be allowed to move jobs
        jobs = self.sudo().job_id.filtered(lambda job: (
            job.state == 'blocked' and job.order_id.is_in_house and not any(hold.is_open for hold in job.hold_ids)
        ))
        if jobs:
            jobs._transition('todo')

    @api.model
    def _get_open_action(self, **defaults):
        """The dialog that opens a wait."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Put on Hold"),
            'res_model': 'aftersales.hold.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {f'default_{name}': value for name, value in defaults.items()},
        }
