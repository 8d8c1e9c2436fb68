from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AftersalesBulletinRead(models.Model):
    """Who has confirmed to have read an article, and when (M3)."""
    _name = 'aftersales.bulletin.read'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Confirmation of Reading"
    _order = 'date desc, id desc'
    _rec_name = 'user_id'

    bulletin_id = fields.Many2one(
        'aftersales.bulletin', string="Knowledge Article", required=True, index=True, ondelete='restrict')
    user_id = fields.Many2one('res.users', string="Read By", required=True, index=True, ondelete='restrict')
    date = fields.Datetime(string="Read On", required=True, default=fields.Datetime.now)

    _once = models.UniqueIndex('(bulletin_id, user_id)', "This was confirmed already.")


class AftersalesBulletin(models.Model):
    _inherit = 'aftersales.bulletin'

    is_to_read = fields.Boolean(string="To Read", compute='_compute_is_to_read', search='_search_is_to_read')
    missing_user_ids = fields.Many2many(
        'res.users', string="Not Read By", compute='_compute_missing_user_ids', groups='aftersales.group_teach')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('state', 'reader_group_ids', 'reading_ids')
    @api.depends_context('uid')
    def _compute_is_to_read(self):
        mine = self.env.user.all_group_ids
        # sudo: what he himself has confirmed
        done = self.env['aftersales.bulletin.read'].sudo().search(
            [('bulletin_id', 'in', self.ids), ('user_id', '=', self.env.uid)]).bulletin_id
        for article in self:
            article.is_to_read = (
                article.state == 'published' and bool(article.sudo().reader_group_ids & mine.sudo())
                and article._origin not in done)

    @api.model
    def _search_is_to_read(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: what he himself has confirmed
        done = self.env['aftersales.bulletin.read'].sudo()._search([('user_id', '=', self.env.uid)])
        waiting = (
            Domain('state', '=', 'published') & Domain('reader_group_ids', 'in', self.env.user.all_group_ids.ids)
            & Domain('id', 'not in', done.subselect('bulletin_id')))
        return waiting if True in value else ~waiting

    @api.depends('reader_group_ids', 'reading_ids')
    def _compute_missing_user_ids(self):
        for article in self:
            # sudo: who has which role, and who has read it
            groups, company = article.sudo().reader_group_ids, article.company_id
            users = groups.all_user_ids.filtered(
                lambda user, company=company: not user.share and (not company or company in user.company_ids))
            article.missing_user_ids = users.sudo(self.env.su) - article.sudo().reading_ids.user_id.sudo(self.env.su)

    # === ACTION METHODS ===#

    def action_confirm_read(self):
        """“I have read it”, once; whoever has to or wants to."""
        self.check_access('read')
        for article in self:
            if article.state != 'published':
                raise UserError(self.env._("%(article)s is not in force. Reload the page.", article=article.display_name))
        self._claim_for_update()
        Read = self.env['aftersales.bulletin.read'].sudo()  # sudo: each confirms for himself alone
        done = Read.search([('bulletin_id', 'in', self.ids), ('user_id', '=', self.env.uid)]).bulletin_id
        Read.create([
            {'bulletin_id': article.id, 'user_id': self.env.uid} for article in self if article.id not in done.ids])
        self.invalidate_recordset(['is_to_read', 'reading_ids'])
