from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesProblem(models.Model):
    """The manager answers what the house's own rule proposes (I9): another car is offered, as a case, or it is not."""
    _name = 'aftersales.problem'
    _inherit = ['aftersales.problem', 'mail.activity.mixin']

    proposal_answer = fields.Selection(
        [('offered', "Offered"), ('declined', "Not offered")], string="Manager's Answer", readonly=True, copy=False,
        tracking=True)
    proposal_reason = fields.Text(
        string="Why Not Offered", copy=False, tracking=True, help="The manager writes why no other car is offered.")

    # === ACTION METHODS ===#

    def action_offer_exchange(self):
        """Another car is offered to the owner: on the car's open case, or on a new one."""
        self.ensure_one()
        self._check_answerable()
        case = self._open_offer()
        self._answer_proposal('offered')
        return case.with_env(self.env)._get_records_action(name=self.env._("Case under the Law"))

    def action_decline_exchange(self):
        self._check_answerable()
        for problem in self:
            if not (problem.proposal_reason or '').strip():
                raise UserError(self.env._(
                    "%(problem)s: write why no other car is offered.", problem=problem.display_name))
        self._answer_proposal('declined')

    # === BUSINESS METHODS ===#

    def _check_answerable(self):
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("Whether another car is offered is decided by a manager."))
        for problem in self:
            if not problem.is_exchange_proposed or problem.proposal_answer:
                raise UserError(self.env._(
                    "%(problem)s: no exchange waits for an answer. Reload the page.", problem=problem.display_name))

    def _open_offer(self):
        """:return: the case of the offer, as the system"""
        self.ensure_one()
        vehicle = self.vehicle_id.sudo()  # sudo: cases are opened by the system, whoever answers
        pairs = vehicle._get_statute_standing(companies={vehicle: self.company_id})[vehicle]
        rules = self.env['aftersales.statute.rule'].sudo().union(*(
            rule for rule, standing in pairs if rule.remedy == 'proposal' and standing.status == 'met'))
        cases = self.env['aftersales.statute.case'].sudo()
        if rules and not vehicle.owner_id:
            raise UserError(self.env._(
                "%(vehicle)s has no owner: enter to whom another car is offered.", vehicle=vehicle.display_name))
        case = cases._open(vehicle, rules, self.company_id)
        # A case may know the rule already, by another problem of the car.
        case = case or cases.search([('vehicle_id', '=', vehicle.id), ('rule_ids', 'in', rules.ids)], limit=1)
        if not case:
            raise UserError(self.env._(
                "%(problem)s does not meet the rule of the house any more: there is nothing to offer.",
                problem=self.display_name))
        return case

    def _answer_proposal(self, answer):
        self.sudo().proposal_answer = answer  # sudo: the answer is kept by the system
        self.activity_ids.filtered('automated').sudo().action_done()  # sudo: whoever was asked, it is answered
