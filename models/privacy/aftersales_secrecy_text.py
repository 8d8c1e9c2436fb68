from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesSecrecyText(models.Model):
    """What the staff promises about customers' data, by version (N7): once somebody was asked to sign it, it stays."""
    _name = 'aftersales.secrecy.text'
    _inherit = ['aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin']
    _description = "Promise of Confidentiality, Text"
    _order = 'id desc'
    _rec_names_search = ['name', 'version']

    name = fields.Char(string="Title", required=True, max_length=200, tracking=True)
    version = fields.Char(required=True, max_length=20, default='1', tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    body = fields.Text(string="What Is Promised", required=True, max_length=20_000, tracking=True)
    asked_date = fields.Datetime(string="First Asked On", readonly=True, copy=False)
    promise_ids = fields.One2many('aftersales.secrecy.promise', 'text_id', string="Promises", readonly=True)
    signed_count = fields.Integer(string="Signed", compute='_compute_counts')
    left_count = fields.Integer(string="Not Signed Yet", compute='_compute_counts')

    _version_uniq = models.UniqueIndex('(company_id, version)', "There is such a version already. Give this one another.")

    @api.depends('promise_ids.state')
    def _compute_counts(self):
        counts = {
            (text, state): count for text, state, count in self.env['aftersales.secrecy.promise']._read_group(
                [('text_id', 'in', self.ids)], ['text_id', 'state'], ['__count'])}
        for text in self:
            text.signed_count = counts.get((text, 'signed'), 0)
            text.left_count = counts.get((text, 'open'), 0)

    @api.depends('name', 'version')
    def _compute_display_name(self):
        for text in self:
            text.display_name = f"{text.name or ''} ({text.version or ''})"

    # === ACTION METHODS ===#

    def action_ask(self):
        """Whoever works here and was not asked for this version gets the task to sign; older ones are asked no more."""
        self.ensure_one()
        self.check_access('write')
        self._claim_for_update()
        if self.search_count([('company_id', '=', self.company_id.id), ('id', '>', self.id), ('asked_date', '!=', False)]):
            raise UserError(self.env._("%(text)s: there is a newer version. Ask for that one.", text=self.display_name))
        text = self.sudo()  # sudo: rows and tasks are the system's
        people, users = text._find_people()
        people -= text.promise_ids.employee_id
        users -= text.promise_ids.user_id
        if not (people or users) and text.asked_date:
            raise UserError(self.env._("%(text)s: everybody has been asked.", text=self.display_name))
        if not text.asked_date:
            text.asked_date = fields.Datetime.now()
        text.promise_ids.search([
            ('company_id', '=', text.company_id.id), ('text_id', '!=', text.id), ('state', '=', 'open')]).unlink()
        text.promise_ids.create([
            {'text_id': text.id, f'{kind}_id': person.id}
            for kind, persons in (('employee', people), ('user', users)) for person in persons])._give_tasks()
        return self.action_view_left()

    def action_view_left(self):
        """Who has not signed this version."""
        self.ensure_one()
        return self._get_promises_action('open')

    def action_view_signed(self):
        self.ensure_one()
        return self._get_promises_action('signed')

    # === BUSINESS METHODS ===#

    def _get_promises_action(self, state):
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_secrecy_promises'),
            'domain': [('text_id', '=', self.id), ('state', '=', state)], 'context': {}}

    def _find_people(self):
        """Who works for the company and sees customers' data: by his login, or in the team of an outlet.

        :return: employees, and logins of those who are none
        """
        users = self.env.ref('aftersales.group_user').all_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids)
        employees = self.env['hr.employee'].search([
            ('company_id', '=', self.company_id.id),
            '|', ('aftersales_workshop_ids', '!=', False), ('user_id', 'in', users.ids)], order='name, id', limit=5000)
        return employees, users - employees.user_id

    def _is_frozen(self):
        return bool(self.asked_date)

    def _get_frozen_message(self):
        return self.env._(
            "%(text)s: people were asked to sign it, so it stays as it is. Write a new version.", text=self.display_name)
