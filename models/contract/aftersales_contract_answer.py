from odoo import api, fields, models
from odoo.exceptions import UserError

TASK = 'aftersales.mail_activity_contract_answer'
ANSWERS = [('renew', "Renews"), ('call', "Wants a Call"), ('refuse', "Does Not Go On")]
WAYS = [('slip', "Answer Slip"), ('phone', "On the Phone"), ('page', "Customer's Own Page")]


class AftersalesContractAnswer(models.Model):
    """What a customer answered to the notice of the end: by the slip of the letter, or on his page; each becomes a task of the
    contract's seller (contracts §4, G3).
    """
    _name = 'aftersales.contract.answer'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.history.mixin']
    _description = "Answer to a Contract's End"
    _order = 'id desc'
    _rec_name = 'contract_id'
    _rec_names_search = ['contract_id.name', 'contract_id.partner_id.name']
    _check_company_auto = True

    contract_id = fields.Many2one('aftersales.contract', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='contract_id.company_id', store=True, index=True, precompute=True)
    partner_id = fields.Many2one(related='contract_id.partner_id')
    date = fields.Datetime(string="Answered On", required=True, readonly=True, default=fields.Datetime.now)
    way = fields.Selection(WAYS, string="Came By", required=True, readonly=True, default='slip')
    answer = fields.Selection(ANSWERS, required=True)
    type_id = fields.Many2one(
        'aftersales.contract.type', string="Goes On With", index='btree_not_null', ondelete='restrict', check_company=True)
    note = fields.Char(
        string="In His Words", max_length=300, help="When to call, or why he does not go on.")
    user_id = fields.Many2one(
        'res.users', string="Entered By", readonly=True, index='btree_not_null', default=lambda self: self.env.user,
        ondelete='restrict')

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create([self._read_inputs(vals) for vals in vals_list])
        answers._take()
        return answers

    # === BUSINESS METHODS ===#

    def _take(self):
        """:raises UserError: when the contract is not up for renewal, or has its answer"""
        for answer in self:
            contract = answer.contract_id
            contract._check_to_renew()
            if answer.type_id and answer.type_id not in [kind for kind, __ in contract._get_renewal_offers()]:
                raise UserError(self.env._(
                    "%(type)s is not offered for %(contract)s.", type=answer.type_id.name, contract=contract.display_name))
            if answer.answer == 'refuse':
                contract.renewal_reason = answer.note or self.env._("No reason given")
                contract.action_refuse_renewal()
            elif contract.renewal_result != 'offer':
                contract.action_wants_offer()
            seller = contract.user_id
            contract.sudo()._create_tasks(TASK, {  # sudo: whosever task it is
                contract.sudo(): {'user_id': seller.id, 'summary': answer.with_context(lang=seller.lang)._say()}})

    def _say(self):
        """What the seller does next, in the language of whoever calls this for him."""
        words = self.sudo()  # sudo: of the contract that he sells
        values = {
            'customer': words.partner_id.name, 'contract': words.contract_id.name, 'type': words.type_id.name or '',
            'note': words.note or ''}
        if self.answer == 'renew':
            return words.env._("%(customer)s renews %(contract)s %(type)s: make the contract", **values)
        if self.answer == 'call':
            return words.env._("%(customer)s wants a call about %(contract)s. %(note)s", **values)
        return words.env._("%(customer)s does not renew %(contract)s: thank him, and ask why. %(note)s", **values)


class AftersalesContract(models.Model):
    _inherit = 'aftersales.contract'

    answer_ids = fields.One2many('aftersales.contract.answer', 'contract_id', string="Answers of the Customer", readonly=True)

    def action_enter_slip(self):
        """Enter what the customer sent back or said."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one contract."))
        self._check_to_renew()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Answer of the Customer"), 'target': 'new',
            'res_model': 'aftersales.contract.answer', 'view_mode': 'form', 'views': [(False, 'form')],
            'context': {'default_contract_id': self.id}}

    def _may_answer_online(self):
        """Whether his page asks the customer now."""
        self.ensure_one()
        return bool(self._get_to_answer()) and not self.answer_ids

    def _answer_online(self, answer, type_id, note):
        """What the customer says on his own page, once.

        :raises UserError: when nothing is asked any more, or nothing was chosen
        """
        self.ensure_one()
        self._claim_for_update()
        self.invalidate_recordset(['answer_ids'])
        if not self._may_answer_online():
            raise UserError(self.env._("You have answered already, or nothing is asked any more. Please call us."))
        if answer not in dict(ANSWERS):
            raise UserError(self.env._("Choose what you want."))
        offers = [kind.id for kind, __ in self._get_renewal_offers()]
        self.env['aftersales.contract.answer'].create({
            'contract_id': self.id, 'way': 'page', 'answer': answer, 'note': note,
            'type_id': type_id if answer == 'renew' and type_id in offers else False, 'user_id': False})
