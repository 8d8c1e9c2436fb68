from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .aftersales_bulletin import TEACHERS


class AftersalesBulletin(models.Model):
    """From the draft that anybody writes to the article that a trainer puts in force, and the one that replaces it (M3)."""
    _inherit = 'aftersales.bulletin'

    _in_force = 'published'
    _out_of_force = 'replaced'
    # What may still be said of an article in force without a new version of it.
    _free_fields = frozenset({
        'state', 'valid_to', 'keywords', 'reader_group_ids', 'looked_at_date', 'checker_id', 'published_date', 'words_first',
        'words_rest'})
    _transitions = {
        'draft': {'published': TEACHERS, 'withdrawn': None},
        'published': {'replaced': TEACHERS, 'withdrawn': TEACHERS},
        'replaced': {},
        'withdrawn': {'draft': TEACHERS},
    }

    # === ACTION METHODS ===#

    def action_publish(self):
        """Put it in force; what it replaces is it no more."""
        self.action_use()

    def action_withdraw(self):
        self._transition('withdrawn')

    def action_retire(self):
        """Without another that takes its place, an article is withdrawn."""
        self.action_withdraw()

    def action_reopen(self):
        self._transition('draft')

    def action_still_right(self):
        """Somebody who teaches has looked at it: it holds for another year."""
        self.check_access('write')
        if not self.env.user.has_group(TEACHERS):
            raise AccessError(self.env._("Whether an article still holds is said by a trainer."))
        for article in self:
            if article.state != 'published':
                raise UserError(self.env._("%(article)s is not in force. Reload the page.", article=article.display_name))
        self.sudo().looked_at_date = fields.Date.context_today(self)  # sudo: the stamp is the system's

    # === BUSINESS METHODS ===#

    def _check_may_be_renewed(self):
        """Whoever reads an article may write it anew; it takes the place once a trainer puts it in force."""
        self.check_access('read')
        if self.state != 'published':
            raise UserError(self.env._(
                "%(article)s is not in force: only what is in force gets a new version.", article=self.display_name))

    def _get_next_version(self):
        return self.replaced_by_ids.filtered(lambda other: other.state == 'draft')[:1]

    def _copy_version(self):
        return self.copy({'title': self.title, 'author_id': self.env.uid})

    def _prepare_version_vals(self):
        return {**super()._prepare_version_vals(), 'version': self.version + 1}

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._(
            "%(article)s is no draft any more: it stays as it was read. Make a new version of it.",
            article=self.display_name)

    def _check_published(self):
        for article in self:
            if not ((article.remedy or '').strip() or article.text):
                raise UserError(self.env._(
                    "%(article)s: write down what to do, or what is to be known.", article=article.display_name))
            old = article.replaces_id
            if old and old.state not in ('published', 'withdrawn'):
                raise UserError(self.env._(
                    "%(article)s: %(old)s was replaced by another meanwhile. Compare them and withdraw one.",
                    article=article.display_name, old=old.display_name))
        self._make_way()

    def _after_published(self, source):
        today = fields.Date.context_today(self)
        # sudo: who put it in force and when is the system's
        self.sudo().write({'checker_id': self.env.uid, 'published_date': today, 'looked_at_date': today})

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        """Core writes the words of another language past ``write``."""
        self._check_author()
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    def _check_author(self):
        """:raises AccessError: when an article is another's"""
        if self.env.su or self.env.user.has_group(TEACHERS):
            return
        for article in self:
            if article.author_id != self.env.user:
                raise AccessError(self.env._(
                    "%(article)s was written by %(author)s. Tell him what to change, or ask a trainer.",
                    article=article.display_name, author=article.author_id.name))
