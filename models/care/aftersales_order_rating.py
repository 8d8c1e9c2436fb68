from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.aftersales_customer_key_mixin import HIDDEN
from odoo.addons.aftersales.models.base.lookups import looked_up

# The customer is asked when the visit is over but fresh.
ASK_AFTER = timedelta(hours=1)
ASK_BEFORE = timedelta(days=3)
RATE_MAIL = 'aftersales.mail_template_rate_visit'


class AftersalesOrder(models.Model):
    """The customer's stars for a visit: one rating a visit, which he may change by his link."""

    _name = 'aftersales.order'
    _inherit = ['rating.mixin', 'aftersales.order']

    _rated_idx = models.Index("(delivered_date DESC, id DESC) WHERE rating_last_value > 0")

    # === RATING ===#

    def _compute_rating_last_value(self):
        """Nobody rates an estimate: what is begun is not looked for."""
        drafts = self.filtered(lambda order: order.state == 'draft')
        drafts.rating_last_value = 0
        super(AftersalesOrder, self - drafts)._compute_rating_last_value()

    def _rating_get_parent_field_name(self):
        return 'workshop_id'

    def _rating_get_access_token(self, partner=None):
        """The key to the visit's one rating, for the customer; see ``aftersales.customer.key.mixin``."""
        self.check_access('read')
        rating = self._get_visit_rating()
        # sudo: the key is hidden again from whoever is not the system
        token = rating.access_token if rating else super(AftersalesOrder, self.sudo())._rating_get_access_token(partner)
        return HIDDEN if self._hides_keys() else token

    def _get_allowed_message_params(self):
        # A visit is rated by its form or link, not by a message with stars.
        return super()._get_allowed_message_params() - {'rating_value'}

    # === BUSINESS METHODS ===#

    def _get_customer_keys(self):
        rating = self._get_visit_rating()
        return {**super()._get_customer_keys(), **({f'/rate/{HIDDEN}': f'/rate/{rating.access_token}'} if rating else {})}

    @api.model
    def _get_short_signs(self):
        return (*super()._get_short_signs(), 'r')

    def _get_short_target(self, sign):
        return self.get_portal_url(anchor='rating') if sign == 'r' else super()._get_short_target(sign)

    def _prepare_portal_values(self):
        return {**super()._prepare_portal_values(), 'visit_rating': self._get_visit_rating()}

    def _get_visit_rating(self):
        """The rating asked for or given; empty before."""
        self.ensure_one()
        # sudo: whoever may see the order may see its stars
        return self.env['rating.rating'].sudo().search(
            [('res_model', '=', self._name), ('res_id', '=', self.id)], limit=1)

    def _rate_visit(self, stars, feedback=None):
        """Record the customer's stars.

        :raises UserError: when the visit is not over or has been rated
        """
        self.ensure_one()
        if self.state != 'delivered':
            raise UserError(self.env._("You can rate your visit as soon as you have your vehicle back."))
        self._claim_for_update()
        if self._get_visit_rating().consumed:
            raise UserError(self.env._("You have rated this visit already. Thank you!"))
        # sudo: the page has checked whose visit it is
        order = self.sudo()
        return order.rating_apply(stars, token=order._rating_get_access_token(), feedback=feedback)

    @api.model
    def _cron_ask_for_ratings(self, batch_size=200):
        """Ask the customers of the last days who can be written to; each visit is asked once."""
        now = fields.Datetime.now()
        domain = (
            Domain('delivered_date', '>=', now - ASK_BEFORE) & Domain('delivered_date', '<=', now - ASK_AFTER)
            & Domain('state', '=', 'delivered') & Domain('company_id.aftersales_ask_rating', '=', True)
            & (Domain('partner_id.email', '!=', False) | Domain('partner_id.phone', '!=', False))
            & Domain('rating_ids', '=', False)
            & ~Domain('vehicle_id', 'any', self.env['fleet.vehicle']._get_contact_pause_domain())
            & ~looked_up(self, 'partner_id', self._get_unrated_domain())  # the visits of a few days are few
        )
        self._work_through(domain, '_ask_for_rating', batch_size, together=True)

    @api.model
    def _get_unrated_domain(self):
        """Customers who want no such question, on no way."""
        Partner = self.env['res.partner']
        return Partner._get_refusing_domain('mail', 'survey') & Partner._get_refusing_domain('sms', 'survey')

    def _ask_for_rating(self):
        """The keys are made here and now, so that nobody is asked twice; the queue of notices brings them."""
        # sudo: ratings are the customer's, and made by the system
        self.env['rating.rating'].sudo().create([{
            'partner_id': order._rating_get_partner().id,
            'rated_partner_id': order._rating_get_operator().id,
            'res_model_id': self.env['ir.model']._get_id(self._name),
            'res_id': order.id,
            'is_internal': False,
        } for order in self])
        self._queue_notice(RATE_MAIL, 'aftersales.sms_template_rate_visit')

    def _get_contact_purpose(self):
        """To ask for stars is a survey, whatever else the order tells its customer."""
        if self.env.context.get('aftersales_notice_template') == RATE_MAIL:
            return 'survey'
        return super()._get_contact_purpose()

    def _is_notice_due(self, mail_template):
        """Who has rated meanwhile is not asked to, nor who refuses, nor whose car is to be left in peace."""
        if mail_template == RATE_MAIL:
            asked = self.with_context(aftersales_notice_template=mail_template)
            return self.state == 'delivered' and bool(asked._get_notice_channels()) and not (
                self._get_visit_rating().consumed or self.vehicle_id._is_contact_paused())
        return super()._is_notice_due(mail_template)
