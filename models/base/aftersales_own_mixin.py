from odoo import api, models
from odoo.fields import Domain


class AftersalesOwnMixin(models.AbstractModel):
    """A document whose customer sees it on pages of his own, and has no rights on its model at all.

    RPC shows him nothing: the pages ask by :meth:`_get_portal_domain` whose the document is, and read it as the
    system. A model that says which counter of the customer's home counts it is found by the pages by itself.
    """
    _name = 'aftersales.own.mixin'
    _description = "Customer's Own Document"

    # Name of the counter on the customer's home page.
    _portal_counter = None

    @api.model
    def _get_portal_domain(self, partner):
        """The documents of ``partner``, or of the company he is a contact of."""
        return Domain.FALSE
