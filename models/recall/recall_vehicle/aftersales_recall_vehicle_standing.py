import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .aftersales_recall_vehicle import GONE_KINDS, OPEN_STATES

DONE_STATES = ('done', 'passed')


class AftersalesRecallVehicle(models.Model):
    """How far a car of a recall is: it follows from tellings, appointment, job, parts and what somebody signed."""
    _inherit = 'aftersales.recall.vehicle'

    state = fields.Selection(
        selection=[
            ('open', "Open"), ('told', "Told"), ('booked', "Booked"), ('ordered', "On an Order"),
            ('reserved', "Parts Reserved"), ('done', "Done"), ('gone', "Car Is Gone"), ('refused', "Refused"),
        ],
        string="Status", compute='_compute_state', store=True, required=True, default='open', index=True, tracking=True,
        group_expand=True)
    is_open = fields.Boolean(string="Not Done Yet", compute='_compute_is_open')
    appointment_id = fields.Many2one(
        'aftersales.appointment', string="Appointment", readonly=True, index='btree_not_null', ondelete='set null',
        help="The visit at which the work is to be done.")
    job_ids = fields.One2many('aftersales.job', 'recall_vehicle_id', string="Jobs", readonly=True)
    job_id = fields.Many2one(
        'aftersales.job', string="Job", compute='_compute_state', store=True, index='btree_not_null', ondelete='set null')
    order_id = fields.Many2one(related='job_id.order_id', string="Order")
    done_date = fields.Datetime(string="Done on", compute='_compute_state', store=True, index='btree_not_null')
    gone_kind = fields.Selection(GONE_KINDS, string="Why Not Here", readonly=True, tracking=True)
    gone_proof = fields.Char(string="Proof", readonly=True, tracking=True, help="What shows it: a paper, a register, a call.")
    gone_date = fields.Date(string="Not Here since", readonly=True)
    signoff_ids = fields.One2many('aftersales.recall.signoff', 'recall_vehicle_id', string="Signed", readonly=True)

    # === COMPUTE METHODS ===#

    @api.depends(
        'told_count', 'gone_kind', 'signoff_ids.kind', 'appointment_id.state', 'job_ids.state', 'job_ids.approval',
        'job_ids.done_date', 'job_ids.line_ids.move_ids.state')
    def _compute_state(self):
        for car in self:
            live = car.job_ids.filtered(lambda job: job._is_live())
            done = live.filtered(lambda job: job.state in DONE_STATES)
            car.job_id = (done or live).sorted('id')[-1:]
            car.done_date = car.job_id.done_date if done else False
            car.state = car._get_standing(live, done)

    def _get_standing(self, live, done):
        """What is known last counts most; a job that is cancelled or declined leaves what was before."""
        self.ensure_one()
        if done:
            return 'done'
        if self.gone_kind:
            return 'gone'
        if live:
            return 'reserved' if self._has_parts(live) else 'ordered'
        if self.signoff_ids.filtered(lambda signoff: signoff.kind == 'refused'):
            return 'refused'
        if self.appointment_id.state in ('booked', 'confirmed', 'arrived'):
            return 'booked'
        return 'told' if self.told_count else 'open'

    @api.model
    def _has_parts(self, jobs):
        """Whether all that the work needs from the store lies reserved or is issued."""
        moves = jobs.line_ids.move_ids.filtered(lambda move: move.state != 'cancel')
        return bool(moves) and all(move.state in ('assigned', 'done') for move in moves)

    @api.depends('state', 'recall_id.state')
    def _compute_is_open(self):
        for car in self:
            car.is_open = car.state in OPEN_STATES and car.recall_id.state == 'running'

    # === ACTION METHODS ===#

    def action_close(self):
        """Ask why the car does not come any more, and for the proof."""
        self._check_may_close()
        return self._open_dialog('aftersales.recall.close.wizard', self.env._("Car Is Gone"))

    def action_reopen(self):
        """It was a mistake: the car is to come after all."""
        self._check_may_edit()
        for car in self:
            if not car.gone_kind:
                raise UserError(self.env._("%(car)s is not closed.", car=car.display_name))
        # sudo: kept by the system; who may is checked above
        self.sudo().write({'gone_kind': False, 'gone_proof': False, 'gone_date': False})

    def action_sign_off(self):
        """The customer takes the car although it is not done, or does not want it done at all: signed."""
        self.ensure_one()
        self._check_may_sign_off()
        return self._open_dialog('aftersales.recall.signoff.wizard', self.env._("Customer Signs"))

    def _open_dialog(self, model, title):
        return {
            'type': 'ir.actions.act_window', 'name': title, 'res_model': model, 'view_mode': 'form', 'target': 'new',
            'context': {'default_recall_vehicle_ids': self.ids} if 'recall_vehicle_ids' in self.env[model]._fields
            else {'default_recall_vehicle_id': self.id},
        }

    # === BUSINESS METHODS ===#

    def _check_may_edit(self):
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_claims'):
            raise AccessError(self.env._("Claims clerks keep the cars of recalls."))

    def _check_may_close(self):
        self._check_may_edit()
        for car in self:
            if car.state not in OPEN_STATES and car.state != 'refused':
                raise UserError(self.env._(
                    "%(car)s is closed already: %(state)s.", car=car.display_name, state=car._get_state_label()))
            if car.job_id:
                raise UserError(self.env._(
                    "%(car)s is on %(order)s: cancel the job there first.", car=car.display_name,
                    order=car.job_id.order_id.name))

    def _close(self, kind, proof):
        self._check_may_close()
        # sudo: kept by the system; who may is checked above
        self.sudo().write({'gone_kind': kind, 'gone_proof': proof, 'gone_date': fields.Date.context_today(self)})

    def _check_may_sign_off(self):
        """Of a car that is not to be driven the manager decides; else whoever speaks with customers."""
        self.check_access('read')
        for car in self:
            if car.state not in OPEN_STATES or car.recall_state != 'running':
                raise UserError(self.env._("%(car)s has no work of the recall left.", car=car.display_name))
            group = 'aftersales.group_manager' if car.stop_drive else 'aftersales.group_sell'
            if not self.env.user.has_group(group):
                raise AccessError(self.env._(
                    "%(recall)s forbids driving on: only the manager signs it off.", recall=car.recall_id.display_name)
                    if car.stop_drive else self.env._("Only those who speak with customers note what they refuse."))

    def _get_state_label(self):
        self.ensure_one()
        return dict(self._fields['state']._description_selection(self.env))[self.state]

    def _get_done_day(self):
        """The day by the clock of the outlet that did it; of work taken over from elsewhere, by that of the company."""
        self.ensure_one()
        workshop = self.job_id.order_id.workshop_id
        tz = workshop._get_tz() if workshop else self._get_notice_tz()
        return pytz.utc.localize(self.done_date).astimezone(tz).date()
