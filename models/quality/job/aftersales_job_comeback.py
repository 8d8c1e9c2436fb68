from collections import Counter
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

# Share of common pairs of characters from which two concerns are taken for the same; it works without word breaks.
SAME_CONCERN = 0.5


class AftersalesJob(models.Model):
    """Comebacks: the same trouble again, within the company's days or inside our repair guarantee (F2, F3).

    A comeback is linked to the job that did not hold, free unless the guarantee is void, and counts against it.
    """
    _inherit = 'aftersales.job'

    comeback_of_id = fields.Many2one(
        'aftersales.job', string="Comeback of", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        check_company=True, tracking=True, help="The earlier job that did not hold.")
    comeback_root_id = fields.Many2one(
        'aftersales.job', string="First Repair", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        help="Where the row of comebacks began.")
    comeback_number = fields.Integer(
        string="Comeback No.", readonly=True, copy=False, help="Which time the car comes back with this trouble.")
    is_comeback_dismissed = fields.Boolean(
        string="Not a Comeback", readonly=True, copy=False, help="An advisor looked at it: this is another trouble.")
    comeback_ids = fields.One2many('aftersales.job', 'comeback_of_id', string="Came Back as", readonly=True)
    comeback_count = fields.Integer(
        string="Comebacks", compute='_compute_comeback_count', store=True,
        help="How often the car came back with what this job was to mend.")
    first_time_fix = fields.Float(
        string="First-Time Fix (%)", compute='_compute_comeback_count', store=True, aggregator='avg', digits=(5, 1),
        help="100 for a job without comeback, 0 for one with: the average is 1 - jobs that came back / jobs.")
    suggested_comeback_id = fields.Many2one(
        'aftersales.job', string="Looks like a Comeback of", compute='_compute_suggested_comeback_id')

    _vehicle_operation_idx = models.Index("(vehicle_id, operation_id)")
    # As the list shows and groups them: few of all jobs, and not one of them read to be counted.
    _comeback_idx = models.Index(
        "(order_id DESC, sequence, id) INCLUDE (company_id, workshop_id, technician_id, state, pay_type_id, service_class, "
        "work_class_id, comeback_number, comeback_count, first_time_fix) WHERE comeback_of_id IS NOT NULL")
    _not_own_comeback = models.Constraint(
        'CHECK (comeback_of_id != id)', "A job cannot be the comeback of itself.")

    # === COMPUTE AND CONSTRAINT METHODS ===#

    @api.depends('comeback_ids.state')
    def _compute_comeback_count(self):
        for job in self:
            job.comeback_count = len(job.comeback_ids.filtered(lambda comeback: comeback.state != 'cancelled'))
            job.first_time_fix = 0.0 if job.comeback_count else 100.0

    @api.depends('operation_id', 'concern', 'skill_id', 'vehicle_id', 'comeback_of_id', 'is_comeback_dismissed', 'state')
    def _compute_suggested_comeback_id(self):
        open_jobs = self.filtered(lambda job: (
            job.is_open and not job.order_id.is_locked
            and not job.comeback_of_id and not job.is_comeback_dismissed and job._is_live()
        ))
        (self - open_jobs).suggested_comeback_id = False
        answerable = open_jobs.order_id._get_answerable_jobs()
        for job in open_jobs:
            earlier = answerable.get(job.order_id, job.browse())
            job.suggested_comeback_id = earlier.filtered(lambda other, job=job: job._is_same_trouble(other))[:1]

    @api.constrains('comeback_of_id')
    def _check_comeback_of(self):
        for job in self.filtered('comeback_of_id'):
            earlier = job.comeback_of_id
            if earlier.vehicle_id != job.vehicle_id or earlier.order_id == job.order_id or earlier.state != 'passed':
                raise ValidationError(self.env._(
                    "%(job)s of %(order)s can be the comeback only of finished work of an earlier visit of %(vehicle)s.",
                    job=job.shown_name, order=job.order_id.name, vehicle=job.vehicle_id.display_name,
                ))

    # === ACTION METHODS ===#

    def action_make_comeback(self):
        """Take the jobs for comebacks of what they look like."""
        self._check_may_judge_comeback()
        for job in self:
            if not job.suggested_comeback_id:
                raise UserError(self.env._(
                    "No earlier job of %(vehicle)s looks like %(job)s. Choose the earlier job by hand.",
                    vehicle=job.vehicle_id.display_name, job=job.shown_name,
                ))
        for job in self:
            job._link_comeback(job.suggested_comeback_id)

    def action_choose_comeback(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Comeback of"),
            'res_model': 'aftersales.comeback.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_job_id': self.id},
        }

    def action_not_comeback(self):
        """Another trouble: take the link back, and don't ask again."""
        self._check_may_judge_comeback()
        rework = self.env.ref('aftersales.pay_type_rework')
        for job in self:
            earlier = job.comeback_of_id
            # sudo: the link is kept by the system
            job.sudo().write({
                'comeback_of_id': False, 'comeback_root_id': False, 'comeback_number': 0, 'is_comeback_dismissed': True})
            if earlier:
                earlier._message_log(body=self.env._("%(order)s is no comeback of this job.", order=job.order_id.name))
            if job.pay_type_id == rework:
                job.pay_type_id = job._suggest_pay_type()

    def action_view_comebacks(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_comebacks')
        return dict(action, domain=[('comeback_of_id', 'in', self.ids)], context={})

    # === BUSINESS METHODS: RECOGNITION ===#

    def _is_same_trouble(self, earlier):
        """Whether the job repeats an earlier one: its operation, its concern, or a concern about the same trade."""
        self.ensure_one()
        if self.operation_id and self.operation_id._origin == earlier.operation_id:
            return True
        if self._is_same_concern(self.concern, earlier.concern):
            return True
        return bool(self.skill_id and self.skill_id._origin == earlier.skill_id and self.concern and earlier.concern)

    @api.model
    def _is_same_concern(self, one, other):
        """Whether two texts say much the same, by the pairs of characters they share (Dice's coefficient)."""
        pairs = []
        for text in (one, other):
            letters = ''.join(filter(str.isalnum, (text or '').lower()))
            pairs.append(Counter(letters[index:index + 2] for index in range(len(letters) - 1)))
        total = sum(map(sum, (pairs[0].values(), pairs[1].values())))
        return bool(total) and 2 * sum((pairs[0] & pairs[1]).values()) / total >= SAME_CONCERN

    def _is_answered_for(self, date, odometer):
        """Whether the same trouble on ``date`` would be a comeback of this job: by the days or the guarantee."""
        self.ensure_one()
        done = self.order_id.delivered_date or self.order_id.ready_date or self.done_date
        days = timedelta(days=self.company_id.aftersales_comeback_days)
        return bool(done and done.date() + days >= date) or self._is_under_guarantee(date, odometer)

    def _get_answer_label(self):
        """The finished job with its order and the end of its guarantee, in words."""
        self.ensure_one()
        void = self._get_guarantee()[2]
        date_until, odometer_until = max(
            self._get_guarantees(), key=lambda ends: (str(ends[0] or ""), ends[1]), default=(None, 0.0))
        names = {'job': self.shown_name, 'order': self.order_id.name}
        if void:
            return self.env._("%(job)s (%(order)s, guarantee excluded by the parts used)", **names)
        if date_until and odometer_until:
            return self.env._(
                "%(job)s (%(order)s, guarantee until %(date)s or %(odometer)d on the odometer)",
                date=format_date(self.env, date_until), odometer=odometer_until, **names)
        if date_until:
            return self.env._("%(job)s (%(order)s, guarantee until %(date)s)",
                              date=format_date(self.env, date_until), **names)
        return self.env._("%(job)s (%(order)s)", **names)

    def _suggest_pay_type(self):
        self.ensure_one()
        if self.comeback_of_id and not self.comeback_of_id._voids_guarantee():
            return self.env.ref('aftersales.pay_type_rework')
        return super()._suggest_pay_type()

    # === BUSINESS METHODS: LINK ===#

    def _check_may_judge_comeback(self):
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_comeback'):
            raise AccessError(self.env._("Only an advisor or a dispatcher decides what is a comeback."))
        self.order_id._check_unlocked()

    def _link_comeback(self, earlier):
        """Make the job the comeback of an earlier one: free where our guarantee isn't void, and known on both."""
        self.ensure_one()
        self._check_may_judge_comeback()
        self._note_comeback(earlier)

    def _note_comeback(self, earlier):
        """The link itself, where somebody has decided it."""
        root = earlier.comeback_root_id or earlier
        number = 1 + self.search_count([
            ('comeback_root_id', '=', root.id), ('state', '!=', 'cancelled'), ('id', '!=', self.id)])
        # sudo: the link is kept by the system
        self.sudo().write({
            'comeback_of_id': earlier.id, 'comeback_root_id': root.id, 'comeback_number': number,
            'is_comeback_dismissed': False,
        })
        void = earlier._voids_guarantee()
        if not void:
            self.pay_type_id = self._suggest_pay_type()
        self._message_log(body=self._get_comeback_message(earlier, void))
        earlier._message_log(body=self.env._(
            "Came back with %(order)s: %(job)s.", order=self.order_id.name, job=self.shown_name))
        if number > 1:
            self._escalate_comeback()

    def _get_comeback_message(self, earlier, void):
        names = {
            'number': self.comeback_number, 'job': earlier.name, 'order': earlier.order_id.name,
            'technician': earlier.technician_id.name or self.env._("nobody"),
        }
        if void:
            return self.env._(
                "Comeback no. %(number)s of %(job)s (%(order)s, %(technician)s). It is not free: the parts used then "
                "exclude our guarantee.", **names)
        return self.env._("Comeback no. %(number)s of %(job)s (%(order)s, %(technician)s), free of charge.", **names)

    def _escalate_comeback(self):
        """The same trouble for the second time: the outlet's supervisor decides, with the history at hand.

        After two failed repairs the customer may ask for another shop at our cost (Provisions on Motor Vehicle
        Maintenance).
        """
        self.ensure_one()
        user = self.workshop_id.manager_id or self.order_id.user_id
        root = self.comeback_root_id
        chain = (root | self.search([('comeback_root_id', '=', root.id)], order='id')) - self
        history = Markup('').join(
            Markup('<li>%s · %s · %s · %s</li>') % (
                job.order_id.name, fields.Date.to_string(job.done_date and job.done_date.date()) or '', job.name,
                ' / '.join(filter(None, [job.technician_id.name, job.cause, job.correction])),
            ) for job in chain
        )
        words = self.with_context(lang=user.lang)
        self.order_id.activity_schedule(
            'mail.mail_activity_data_warning', user_id=user.id,
            summary=words.env._(
                "%(plate)s came back again: %(job)s", plate=self.license_plate or '', job=words._get_print_name()),
            note=Markup('<p>%s</p><ul>%s</ul>') % (words.env._(
                "The repair failed twice. Decide who works on it now, or whether another shop does it at our cost."),
                history),
        )
