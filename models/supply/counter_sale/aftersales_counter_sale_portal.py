from markupsafe import Markup
from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

WISH_ACTIVITY = 'aftersales.mail_activity_parts_wish'
MOST_LINES, MOST_PIECES, MOST_OPEN = 10, 99, 5


class AftersalesCounterSale(models.Model):
    """Parts a customer asks for on his page: a quotation that a parts clerk looks at; he sees how far it is (H9, O2)."""
    _name = 'aftersales.counter.sale'
    _inherit = ['aftersales.counter.sale', 'aftersales.own.mixin']

    _portal_counter = 'aftersales_counter_sale_count'

    is_online = fields.Boolean(
        string="Asked for Online", readonly=True, copy=False, help="The customer asked for these parts on his page.")
    # What the form was sent with: sent twice, it is one.
    online_request = fields.Char(readonly=True, copy=False, groups='base.group_system')

    _online_request_uniq = models.UniqueIndex('(partner_id, online_request) WHERE online_request IS NOT NULL')

    # === PAGES ===#

    @api.model
    def _get_portal_domain(self, partner):
        """What he asked for, and what he bought at the counter; offers the house only thinks of are its own."""
        return partner._get_aftersales_family_domain('partner_id') & (
            Domain('is_online', '=', True) | Domain('state', 'not in', ('quote', 'cancelled')))

    def _get_portal_status(self):
        """:return: (label in the customer's words, Bootstrap colour)"""
        self.ensure_one()
        by_parcel = self.delivery_kind == 'parcel'
        if self.state == 'confirmed' and self.is_short:
            return self.env._("We get the parts for you"), 'warning'
        return {
            'quote': (self.env._("We look at your wish"), 'info'),
            'confirmed': (self.env._("Being packed") if by_parcel else self.env._("Ready for you"), 'success'),
            'cancelled': (self.env._("Called off"), 'secondary'),
        }.get(self.state, (self.env._("Sent to you") if by_parcel else self.env._("With you"), 'secondary'))

    # === ASKING ===#

    @api.model
    def _ask_online(self, workshop, partner, quantities, request, admit=None, **vals):
        """The quotation of what a customer asks for, and a task for the parts clerk; sent twice, it is one.

        :param dict quantities: of ``{product id: pieces}``, as the form says
        :param str request: what this form was sent with, unlike any other of the customer
        :param admit: called once a new wish is found good, before it is made; raises where there are too many
        :return: the sale; none where it is being made by another request right now
        :raises UserError: saying what is too much, or no longer offered
        """
        system = self.with_user(SUPERUSER_ID).with_context(
            allowed_company_ids=workshop.company_id.ids, mail_create_nosubscribe=True)
        known = system.search([('partner_id', '=', partner.id), ('online_request', '=', request)], limit=1)
        if known:
            return known.with_env(self.env)
        quantities = {product_id: pieces for product_id, pieces in quantities.items() if pieces}
        system._check_wish(workshop, partner, quantities, vals)
        if admit:
            admit()
        try:
            with self.env.cr.savepoint():
                sale = system.create({
                    **vals, 'workshop_id': workshop.id, 'partner_id': partner.id, 'user_id': False, 'is_online': True,
                    'channel': 'portal', 'online_request': request, 'line_ids': [
                        Command.create({'product_id': product_id, 'quantity': pieces})
                        for product_id, pieces in quantities.items()]})
        except UniqueViolation:  # the second of two clicks: the first one's is on his list
            return self.browse()
        sale._tell_clerk_of_wish()
        return sale.with_env(self.env)

    def _check_wish(self, workshop, partner, quantities, vals):
        if not quantities:
            raise UserError(self.env._("Say how many pieces of which part you want."))
        if len(quantities) > MOST_LINES or max(quantities.values()) > MOST_PIECES:
            raise UserError(self.env._(
                "That is much at once: at most %(lines)s parts, and %(pieces)s pieces of each. Please call us for more.",
                lines=MOST_LINES, pieces=MOST_PIECES))
        if partner.company_id not in (workshop.company_id, partner.company_id.browse()):
            raise UserError(self.env._("%(outlet)s does not know you yet. Please call there.", outlet=workshop.name))
        open_wishes = self.search_count([
            ('is_online', '=', True), ('state', '=', 'quote'),
            ('partner_id', 'child_of', partner.commercial_partner_id.ids)], limit=MOST_OPEN)
        if open_wishes >= MOST_OPEN:
            raise UserError(self.env._(
                "You have asked for parts %(number)s times already, and we look at it. Please call us, or call one off.",
                number=MOST_OPEN))
        Product = self.env['product.product']
        offered = Product.search(Product._get_online_domain() & Domain('id', 'in', list(quantities)))
        if len(offered) < len(quantities):
            raise UserError(self.env._("A part of your list is not offered online. Look it up again, or ask us."))
        if vals.get('delivery_kind') == 'parcel' and not self._has_address(partner):
            raise UserError(self.env._("We do not know where to send it: enter street and city in your account first."))

    @api.model
    def _has_address(self, partner):
        address = partner.browse(partner.address_get(['delivery'])['delivery'])
        return bool(address.street and address.city)

    def _tell_clerk_of_wish(self):
        self.ensure_one()
        user = self._get_parts_clerk()
        if not user:
            return
        words = self.with_context(lang=user.lang)
        self.with_context(lang=user.lang).activity_schedule(
            WISH_ACTIVITY, user_id=user.id,
            summary=words.env._("Asked for online: %(customer)s", customer=self.partner_id.name)[:250],
            note=Markup('<ul>%s</ul>') % Markup().join(
                Markup('<li>%s</li>') % f'{line.product_id.display_name} × {line.quantity:g}' for line in words.line_ids))

    def _get_parts_clerk(self):
        """Who sells parts at the outlet, else in the company; its head where nobody does."""
        self.ensure_one()
        company, workshop = self.company_id, self.workshop_id
        # sudo: who has a role is no secret
        clerks = self.env.ref('aftersales.group_parts').sudo().all_user_ids.filtered(
            lambda user: user.active and not user.share and company in user.company_ids)
        managers = self.env.ref('aftersales.group_manager').sudo().all_user_ids
        own = clerks.filtered(lambda user: workshop in user.employee_ids.aftersales_workshop_ids)
        return (own - managers)[:1] or (clerks - managers).sorted(
            lambda user: (user.company_id != company, user.id))[:1] or self._get_late_reader('lead')

    # === CALLING OFF ===#

    def _call_off_online(self):
        """The customer does not want it any more; once the house has said yes he calls."""
        self.ensure_one()
        sale = self.with_user(SUPERUSER_ID)
        sale._claim_for_update()
        if sale.state == 'cancelled':
            return
        if sale.state != 'quote' or not sale.is_online:
            raise UserError(self.env._("We are at it already. Please call us if you do not want the parts any more."))
        sale._transition('cancelled')
        sale._message_log(body=sale.env._("The customer called it off on his page."), author_id=sale.partner_id.id)

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if source == 'quote':
            # sudo: the task may be somebody else's
            self.sudo().filtered('is_online').activity_unlink([WISH_ACTIVITY])
