from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

# How a line of a declined job is copied; its price is asked anew.
TAKEN_FIELDS = ('line_type', 'product_id', 'name', 'quantity', 'product_uom_id', 'part_origin', 'operation_id', 'sequence')


class AftersalesJob(models.Model):
    """Declined work is kept with its reason and offered again until it is sold, mended or dropped (E4)."""
    _inherit = 'aftersales.job'
    # Customer care plans calls about declined work without changing jobs.
    _mail_post_access = 'read'

    declined_state = fields.Selection(
        [
            ('open', "Open"), ('offered', "Offered Again"), ('recaptured', "Sold Later"), ('dismissed', "Dismissed"),
        ],
        string="Declined Work", compute='_compute_declined_state', store=True,
        help="What became of work that the customer declined.",
    )
    partner_phone = fields.Char(related='partner_id.phone', string="Phone")  # who calls about it has it at hand
    declined_date = fields.Datetime(compute='_compute_declined', store=True, string="Declined On")
    declined_reason = fields.Char(compute='_compute_declined', store=True, string="Customer's Reason")
    declined_days = fields.Integer(string="Age (days)", compute='_compute_declined_days')
    dismissed_date = fields.Datetime(string="Dismissed On", readonly=True, copy=False)
    dismiss_reason = fields.Char(string="Reason to Drop It", readonly=True, copy=False)
    recaptured_job_id = fields.Many2one(
        'aftersales.job', string="Declined Before As", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null', help="The declined job of a former visit that this one offers again.")
    recapture_job_ids = fields.One2many('aftersales.job', 'recaptured_job_id', string="Offered Again As")
    asked_line_ids = fields.One2many('aftersales.health.check.line', 'declined_job_id', string="Checked Again")

    _declined_date_idx = models.Index("(declined_date) WHERE declined_date IS NOT NULL")
    # By what became of it, in the order of the list.
    _declined_state_idx = models.Index(
        "(declined_state, order_id DESC, sequence, id) WHERE declined_state IS NOT NULL")
    _open_declined_idx = models.Index("(vehicle_id) WHERE declined_state = 'open'")

    # === COMPUTE METHODS ===#

    @api.depends('approval', 'is_dropped', 'dismissed_date', 'recapture_job_ids.approval', 'recapture_job_ids.is_dropped')
    def _compute_declined_state(self):
        for job in self:
            dropped = job.is_dropped and job.order_id.state != 'cancelled'
            if job.approval != 'declined' or dropped:
                job.declined_state = False
                continue
            offers = job.recapture_job_ids.filtered(lambda offer: not offer.is_dropped)
            if any(offer.approval in ('approved', 'not_needed') for offer in offers):
                job.declined_state = 'recaptured'
            elif job.dismissed_date:
                job.declined_state = 'dismissed'
            else:
                # Declined once more, the newer job stands for the work.
                job.declined_state = 'offered' if offers else 'open'

    @api.depends('approval', 'authorisation_ids')
    def _compute_declined(self):
        for job in self:
            last = job.authorisation_ids.sorted('id')[-1:] if job.approval == 'declined' else job.authorisation_ids.browse()
            job.declined_date = last.date
            job.declined_reason = last.reason

    @api.depends('declined_date')
    def _compute_declined_days(self):
        now = fields.Datetime.now()
        for job in self:
            job.declined_days = (now - job.declined_date).days if job.declined_date else 0

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        jobs = super().create(vals_list)
        jobs.filtered(lambda job: job.operation_id or job.menu_id)._link_declined()
        return jobs

    # === ACTION METHODS ===#

    def action_take_over(self):
        """Offer declined work again on the car's order in the house, or on a new one."""
        self._check_may_offer()
        self.check_access('create')
        orders = self.env['aftersales.order']
        for (vehicle, company), jobs in self.grouped(lambda job: (job.vehicle_id, job.company_id)).items():
            order = vehicle._get_order_for_recommendations(company)
            jobs._take_over(order)
            orders |= order
        return orders._get_records_action()

    def action_dismiss(self):
        """Ask why nobody should offer it any more."""
        self._check_may_offer()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Drop Declined Work"),
            'res_model': 'aftersales.dismiss.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_job_ids': self.ids},
        }

    def action_schedule_call(self):
        """Plan the day to call the customer back, as an activity of the job."""
        self._check_may_offer()
        call = self.env.ref('mail.mail_activity_data_call', raise_if_not_found=False)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Call Back"),
            'res_model': 'mail.activity.schedule',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {
                'active_model': self._name,
                'active_ids': self.ids,
                'active_id': self[:1].id,
                'default_activity_type_id': call.id if call else False,
                'default_summary': self.env._("Offer the declined work again"),
            },
        }

    # === BUSINESS METHODS ===#

    def _get_decline_text(self):
        """Why it was declined: the reason of the list and the customer's own words."""
        self.ensure_one()
        return ' · '.join(filter(None, [self.decline_reason_id.name, self.declined_reason]))

    def _get_work_vals(self):
        """The work, for the item of a health check that asks for it again."""
        self.ensure_one()
        return {'operation_id': self.operation_id.id, 'menu_id': self.menu_id.id}

    def _check_may_offer(self):
        if not self.env.su and not self.env.user.has_group('aftersales.group_sell'):
            raise AccessError(self.env._("Only advisors and their colleagues in the office deal with declined work."))
        self._check_declined_open()

    def _check_declined_open(self):
        for job in self:
            if job.declined_state != 'open':
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s is no declined work that waits: it was not declined, or somebody "
                    "offered or dropped it meanwhile. Reload the page.",
                    job=job.shown_name, order=job.order_id.name,
                ))

    def _take_over(self, order):
        """Offer declined work again on ``order``, at the prices of today.

        :return: the new jobs, in the order of the declined ones
        """
        if not self:
            return self
        self._check_declined_open()
        order._check_unlocked()
        for job in self:
            if job.order_id == order:
                raise UserError(self.env._(
                    "Job %(job)s was declined on %(order)s itself: record the customer's new answer there.",
                    job=job.shown_name, order=order.name,
                ))
        jobs = self.create([job._prepare_taken_vals(order) for job in self])
        for old, new in zip(self, jobs, strict=True):
            # sudo: the link is the system's
            new.sudo().recaptured_job_id = old
        return jobs

    def _link_declined(self):
        """Work the customer declined and orders now counts as offered again, whichever way it was added."""
        # sudo: the link is the system's
        jobs = self.sudo()
        declined = jobs.search([
            ('vehicle_id', 'in', jobs.vehicle_id.ids), ('declined_state', '=', 'open'), ('id', 'not in', jobs.ids),
            ('company_id', 'in', jobs.company_id.ids),
        ], order='id desc')
        for job in jobs if declined else ():
            same = declined.filtered(lambda old, job=job: (
                old.vehicle_id == job.vehicle_id and old.company_id == job.company_id
                and old.order_id != job.order_id and old.declined_state == 'open'
                and old.operation_id == job.operation_id and old.menu_id == job.menu_id
            ))
            job.recaptured_job_id = same[:1]

    def _prepare_taken_vals(self, order):
        """The work as its operation or menu gives it today; what was typed by hand keeps its words."""
        self.ensure_one()
        vals = {
            'order_id': order.id,
            'name': self.name,
            'operation_id': self.operation_id.id if self.operation_id.active else False,
            'menu_id': self.menu_id.id if self.menu_id.active else False,
            'work_class_id': self.work_class_id.id,
            'skill_id': self.skill_id.id,
            'concern': self.concern,
            'cause': self.cause,
        }
        if not vals['operation_id'] and not vals['menu_id']:
            vals['line_ids'] = [
                Command.create(line._convert_to_write({name: line[name] for name in TAKEN_FIELDS}))
                for line in self.line_ids
            ]
        return vals

    def _dismiss(self, reason):
        """Nobody offers the work again."""
        self._check_may_offer()
        self._close_declined(reason)

    def _close_declined(self, reason):
        # sudo: the stamps are the system's
        self.sudo().filtered(lambda job: job.declined_state == 'open').write({
            'dismissed_date': fields.Datetime.now(), 'dismiss_reason': reason,
        })

    def _get_unlocked_fields(self):
        return super()._get_unlocked_fields() | {'dismissed_date', 'dismiss_reason', 'decline_reason_id'}
