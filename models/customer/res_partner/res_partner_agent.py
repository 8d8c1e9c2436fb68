from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .res_partner import FILE

AGENTS = {'aftersales_agent_id', 'aftersales_agent_deputy_id'}


class ResPartner(models.Model):
    """Who of the house looks after a customer, and who does when that one is away (J1)."""
    _inherit = 'res.partner'

    aftersales_agent_id = fields.Many2one(
        'res.users', string="Care Agent", index='btree_not_null', copy=False, groups=FILE, tracking=True, ondelete='set null',
        domain="[('share', '=', False)]")
    aftersales_agent_deputy_id = fields.Many2one(
        'res.users', string="Deputy", index='btree_not_null', copy=False, groups=FILE, tracking=True, ondelete='set null',
        domain="[('share', '=', False)]", help="Calls the customer when the care agent is away.")

    # === CONSTRAINT METHODS ===#

    @api.constrains('aftersales_agent_id', 'aftersales_agent_deputy_id')
    def _check_aftersales_agents(self):
        for partner in self.sudo():  # sudo: whoever saves the customer
            agent, deputy = partner.aftersales_agent_id, partner.aftersales_agent_deputy_id
            if agent and agent == deputy:
                raise UserError(self.env._(
                    "%(person)s cannot stand in for himself at %(customer)s. Choose another deputy.", person=agent.name,
                    customer=partner.display_name))
            for user in agent | deputy:
                if not self._may_look_after(user):
                    raise UserError(self.env._(
                        "%(person)s does not follow up customers and cannot look after %(customer)s. Choose an advisor or "
                        "somebody of customer care.", person=user.name, customer=partner.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        nobody = self.env['res.users']
        partners._check_may_name(dict.fromkeys(partners.ids, (nobody, nobody)))
        return partners

    def write(self, vals):
        before = self._get_agents() if AGENTS & vals.keys() else {}
        result = super().write(vals)
        self._check_may_name(before)
        return result

    def _get_agents(self):
        # sudo: who looks after him is asked of whoever may write him
        return {partner.id: (partner.aftersales_agent_id, partner.aftersales_agent_deputy_id) for partner in self.sudo()}

    def _check_may_name(self, before):
        """The head gives customers to agents (care.md §2); who follows up takes one whom nobody looks after, and names the
        deputy of his own.

        :param before: dict of partner's id: agent and deputy he had
        :raises AccessError: where somebody else named them
        """
        if self.env.su or not before or self._may_hand_over():
            return
        own = self.env.user
        for partner in self.sudo():
            former, stand_in = before[partner.id]
            agent, deputy = partner.aftersales_agent_id, partner.aftersales_agent_deputy_id
            if agent != former and (former or agent != own) or deputy != stand_in and agent != own:
                raise AccessError(self.env._(
                    "%(customer)s: who looks after a customer is said by an after-sales manager. You may take one whom nobody "
                    "looks after, and name the deputy of your own.", customer=partner.display_name))

    @api.model
    def _may_look_after(self, user):
        return not user.share and user.has_group('aftersales.group_followup')

    # === ACTION METHODS ===#

    def action_hand_over(self):
        """The head gives these customers to another agent, with the calls that wait for them."""
        self._check_may_hand_over()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Hand Over Customers"),
            'res_model': 'aftersales.agent.wizard', 'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new',
            'context': {'default_partner_ids': self.ids}}

    # === BUSINESS METHODS ===#

    def _check_may_hand_over(self):
        """:raises AccessError: for whoever does not lead After-Sales"""
        if not (self.env.su or self._may_hand_over()):
            raise AccessError(self.env._("Customers are handed over by an after-sales manager. Please ask one to do it."))

    @api.model
    def _may_hand_over(self):
        return self.env.user.has_group('aftersales.group_manager')

    def _hand_over(self, agent, deputy):
        """Another agent for these customers; the calls that waited for the former one are his."""
        self._check_may_hand_over()
        self.check_access('write')
        # sudo: whose calls they are follows from who looks after the customer
        Followup = self.env['aftersales.followup'].sudo()
        for former, customers in self.grouped('aftersales_agent_id').items():
            if former and former != agent:
                Followup.search([
                    ('partner_id', 'in', customers.ids), ('user_id', '=', former.id),
                    ('company_id', 'in', agent.sudo().company_ids.ids), ('state', 'in', ('planned', 'no_answer'))],
                ).user_id = agent
        self.write({'aftersales_agent_id': agent.id, 'aftersales_agent_deputy_id': deputy.id})
        # sudo: as above, what is planned goes along
        self.env['aftersales.contact.plan'].sudo().search([
            ('partner_id', 'in', self.ids), ('date', '>=', fields.Date.context_today(self)),
            ('company_id', 'in', agent.sudo().company_ids.ids)]).user_id = agent

    def _name_agents(self, workshop, advisor):
        """Who has nobody yet is looked after by whom the outlet's rule names: the advisor, or the one of the round who
        has the fewest customers."""
        # sudo: whoever receives the car need not see who looks after whom
        outlet, customers = workshop.sudo(), self.sudo().filtered(
            lambda partner: not partner.aftersales_agent_id and partner._is_aftersales_customer())
        if not customers or outlet.care_agent_rule == 'none':
            return
        if outlet.care_agent_rule == 'advisor':
            agents = advisor.sudo()
        else:
            agents = outlet.care_agent_ids.filtered('active')
        agents = agents.filtered(self._may_look_after)
        if not agents:
            return
        counts = dict.fromkeys(agents, 0)
        if len(agents) > 1:
            counts |= dict(customers._read_group(
                [('aftersales_agent_id', 'in', agents.ids)], ['aftersales_agent_id'], ['__count']))
        for customer in customers:
            agent = min(agents, key=lambda user: (counts[user], user.id))
            counts[agent] += 1
            # Named by the rule: nobody's change that the log would have to tell.
            customer.with_context(tracking_disable=True).aftersales_agent_id = agent
