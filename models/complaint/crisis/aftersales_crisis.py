from odoo import api, fields, models
from odoo.exceptions import UserError

from ..setup.aftersales_complaint_trigger import TRIGGERS

MANAGER = 'aftersales.group_manager'


class AftersalesCrisis(models.Model):
    """What is more than a complaint: who speaks for the house, to whom it says what, what is done when, and what was
    learned of it (K2, sheet of complaints, 9)."""
    _name = 'aftersales.crisis'
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin',
        'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _description = "Crisis"
    _order = 'start desc, id desc'
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _mail_post_access = 'read'
    _transitions = {'open': {'over': MANAGER}, 'over': {}}

    name = fields.Char(string="What It Is", required=True, tracking=True)
    state = fields.Selection(
        [('open', "Going On"), ('over', "Ended")], string="Status", required=True, readonly=True, copy=False, default='open',
        index=True, tracking=True)
    cause = fields.Selection(
        [*TRIGGERS, ('person', "Called by a manager")], string="Called By", required=True, readonly=True, default='person')
    cause_key = fields.Char(readonly=True, copy=False, help="What the complaints have in common.")
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, tracking=True)
    start = fields.Datetime(string="Since", required=True, readonly=True, default=fields.Datetime.now)
    spokesman_id = fields.Many2one(
        'res.users', string="Speaks for the House", index='btree_not_null', check_company=True, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    speaker_ids = fields.Many2many(
        'res.users', string="May Speak, Too", tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="With customers, in the words below. Everybody else passes the call on.")
    complaint_ids = fields.One2many('aftersales.complaint', 'crisis_id', string="Complaints", readonly=True)
    statement_ids = fields.One2many('aftersales.crisis.statement', 'crisis_id', string="What Is Said to Whom")
    step_ids = fields.One2many('aftersales.crisis.step', 'crisis_id', string="What Is Done When")
    review = fields.Text(tracking=True, help="Afterwards: what happened, what was done well, what is done otherwise next time.")
    over_date = fields.Datetime(string="Over Since", readonly=True, copy=False)

    _key_uniq = models.UniqueIndex(
        "(company_id, cause_key) WHERE state = 'open' AND cause_key IS NOT NULL", "This crisis is known already.")

    # === CRUD METHODS ===#

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._(
            "“%(crisis)s” stays in the history. Write in its review that it was none, and end it.", crisis=self.name)

    # === ACTION METHODS ===#

    def action_over(self):
        self._transition('over')

    @api.readonly
    def action_view_complaints(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_complaints')
        return {**action, 'domain': [('crisis_id', '=', self.id)], 'context': {}}

    # === BUSINESS METHODS ===#

    def _check_over(self):
        """A crisis ends when somebody has written what it taught, and nothing of it is left to do."""
        for crisis in self:
            if not (crisis.review or '').strip():
                raise UserError(self.env._("“%(crisis)s”: write the review before you end it.", crisis=crisis.name))
            left = crisis.step_ids.filtered(lambda step: not step.done_date)
            if left:
                raise UserError(self.env._(
                    "“%(crisis)s”: %(step)s is not done yet. Do it, or write why not and when.", crisis=crisis.name,
                    step=left[0].name))

    def _after_over(self, source):
        system = self.sudo()  # sudo: stamps are the system's, tasks somebody else's
        system.activity_unlink(['mail.mail_activity_data_todo'])
        system.over_date = fields.Datetime.now()

    def _is_frozen(self):
        """The review is of what was; what is over stays."""
        self.ensure_one()
        return self.state == 'over' and bool(self.over_date)

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("“%(crisis)s” is over and stays as it was reviewed.", crisis=self.name)

    def _get_speakers(self):
        self.ensure_one()
        return self.spokesman_id | self.speaker_ids

    def _tell(self):
        """Whoever speaks for the house hears of it at once."""
        tasks = {}
        for crisis in self.filtered('spokesman_id'):
            words = crisis.with_context(lang=crisis.spokesman_id.lang).env
            tasks[crisis] = {
                'user_id': crisis.spokesman_id.id, 'summary': words._("Crisis: %(crisis)s", crisis=crisis.name)[:250]}
        self._create_tasks('mail.mail_activity_data_todo', tasks)
