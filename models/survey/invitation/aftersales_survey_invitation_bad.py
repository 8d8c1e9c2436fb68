from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

SEVERITY_ORDER = ('general', 'serious', 'critical')


class AftersalesSurveyInvitation(models.Model):
    """What becomes of an answer, by the rules: a complaint with the answers, a suggestion, a call back (L3, K6)."""
    _inherit = 'aftersales.survey.invitation'

    rule_ids = fields.Many2many(
        'aftersales.survey.rule', relation='aftersales_survey_invitation_rule_rel', string="Because of", readonly=True,
        copy=False)
    raised_complaint_id = fields.Many2one(
        'aftersales.complaint', string="Became", readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        check_company=True, help="The complaint or suggestion that the answers became.")
    callback_owner = fields.Selection(
        [('care', "Customer Care"), ('manager', "Manager")], string="Who Calls Back", readonly=True, copy=False)
    callback_deadline = fields.Datetime(string="Call Back Until", readonly=True, copy=False)
    callback_date = fields.Datetime(string="Called Back On", readonly=True, copy=False)
    callback_user_id = fields.Many2one(
        'res.users', string="Called Back By", readonly=True, copy=False, index='btree_not_null')
    callback_note = fields.Text(string="What the Customer Said Then", copy=False, tracking=True)

    _callback_idx = models.Index("(callback_deadline) WHERE callback_deadline IS NOT NULL AND callback_date IS NULL")

    # === ACTION METHODS ===#

    def action_called_back(self):
        """The customer was called about his answers; what he said is noted first."""
        self._check_may_ask()
        for invitation in self:
            if not invitation.callback_deadline:
                raise UserError(self.env._("%(survey)s: nobody has to be called back.", survey=invitation.display_name))
            if invitation.callback_date:
                raise UserError(self.env._(
                    "%(survey)s: %(user)s has called back already. Reload the page to see what was said.",
                    survey=invitation.display_name, user=invitation.callback_user_id.name))
            if not (invitation.callback_note or '').strip():
                raise UserError(self.env._(
                    "%(survey)s: write what the customer said when he was called back.", survey=invitation.display_name))
        self._claim_for_update()
        # sudo: stamps are the system's
        self.sudo().write({'callback_date': fields.Datetime.now(), 'callback_user_id': self.env.uid})

    def action_complain(self):
        """What the customer said is a complaint after all."""
        self._check_may_ask()
        for invitation in self:
            if invitation.state != 'answered':
                raise UserError(self.env._("%(survey)s has no answers yet.", survey=invitation.display_name))
            if invitation.raised_complaint_id:
                raise UserError(self.env._(
                    "%(survey)s became %(complaint)s already.", survey=invitation.display_name,
                    complaint=invitation.raised_complaint_id.display_name))
        self._claim_for_update()
        for invitation in self.sudo():  # sudo: the copy of the answers is the system's
            invitation._raise_complaint(
                'complaint', 'general', self.env['aftersales.complaint.category'], receiver=self.env.user)
        return self._get_form_action(self.raised_complaint_id) if len(self) == 1 else None

    # === BUSINESS METHODS ===#

    def _follow_up(self, lines):
        """Do what the rules say of these answers."""
        self.ensure_one()
        # pylint: disable-next=no-search-all
        rules = self.env['aftersales.survey.rule'].search([])._find(lines).filtered(lambda rule: rule.action != 'none')
        if not rules:
            return
        self.rule_ids = rules
        by_action = rules.grouped('action')
        # A complaint holds all of it; else what was suggested is a case, and who is not content is called besides.
        for kind in ('complaint', 'suggestion'):
            if kind in by_action and not self.raised_complaint_id:
                mine = by_action[kind]
                severity = max(mine.mapped('severity'), key=SEVERITY_ORDER.index)
                self._raise_complaint(kind, severity, mine.category_id[:1])
        if 'callback' in by_action and 'complaint' not in by_action:
            self._ask_to_call_back(by_action['callback'])

    def _ask_to_call_back(self, rules):
        """Of several rules the nearest hour and the higher desk."""
        self.write({
            'callback_deadline': fields.Datetime.now() + timedelta(hours=min(rules.mapped('hours'))),
            'callback_owner': 'manager' if 'manager' in rules.mapped('owner') else 'care'})

    def _raise_complaint(self, kind, severity, category, receiver=None):
        """The answers as a case of its own; what nobody has received waits to be registered.

        :param receiver: who says that it is a complaint; by default who wrote the answers down
        """
        self.ensure_one()
        words = self.with_context(lang=self._get_lang())
        self.raised_complaint_id = self.env['aftersales.complaint'].with_company(self.company_id).create({
            **self._prepare_complaint_vals(), 'kind': kind, 'severity': severity,
            'subject': words.display_name[:80], 'story': words._describe_answers(),
            'category_id': (category or self.env.ref('aftersales.complaint_category_other')).id,
            'receiver_id': (receiver or self.interviewer_id).id,
        })

    def _prepare_complaint_vals(self):
        """Hook: what the case is about."""
        self.ensure_one()
        return {
            'channel': 'survey', 'company_id': self.company_id.id, 'workshop_id': self.workshop_id.id,
            'partner_id': self.partner_id.id, 'vehicle_id': self.vehicle_id.id, 'order_id': self.order_id.id,
            'user_id': False,
        }

    @api.model
    def _get_callback_domain(self):
        """Whoever waits for a call about his answers."""
        return [('callback_deadline', '!=', False), ('callback_date', '=', False)]
