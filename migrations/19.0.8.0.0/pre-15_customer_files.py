"""When a file was complete is known from now on: what was complete before is not said to have become so today."""


def migrate(cr, version):
    cr.execute("ALTER TABLE fleet_vehicle ADD COLUMN IF NOT EXISTS file_complete_date timestamp")
    # Whoever has no firm above him shares no number with one: only contacts are looked at.
    cr.execute(r"""
        ALTER TABLE res_partner ADD COLUMN IF NOT EXISTS aftersales_shares_phone boolean;
        ALTER TABLE res_partner ADD COLUMN IF NOT EXISTS aftersales_shares_email boolean;
        UPDATE res_partner contact
           SET aftersales_shares_phone = right(regexp_replace(contact.phone, '\D', '', 'g'), 8)
                                         = right(regexp_replace(firm.phone, '\D', '', 'g'), 8)
                                         AND length(regexp_replace(contact.phone, '\D', '', 'g')) >= 5,
               aftersales_shares_email = lower(contact.email_normalized) = lower(firm.email_normalized)
          FROM res_partner firm
         WHERE firm.id = contact.commercial_partner_id AND firm.id != contact.id
    """)
